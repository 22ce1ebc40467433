"""The operations of the Step Functions API."""
