"""The CDK app, as `cdk` starts it: `python3 app.py`. Which stacks it makes is said in infrastructure/app.py."""

from pathlib import Path

from infrastructure.interpreter import with_packages

if __name__ == "__main__":
    with_packages(Path(__file__).resolve().parent)
    from infrastructure.app import main

    main()
