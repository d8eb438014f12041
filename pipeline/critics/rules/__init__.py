"""One rule a module; its docstring is its documentation page, and the examples in it are its tests."""
