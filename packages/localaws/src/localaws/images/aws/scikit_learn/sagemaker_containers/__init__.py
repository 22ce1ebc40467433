"""What serving scripts import in AWS's image of scikit-learn; the package itself ended in 2020."""
