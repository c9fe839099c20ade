// The native module ends its process when another one is gone; the pipe between the two does the same.
exports.start = () => undefined;
