"""Where it lives: CDK constructs, one idea a module, and the stack that puts them together."""
