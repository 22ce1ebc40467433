"""The operations of CloudFormation's API: requests in, results as the service model shapes them."""
