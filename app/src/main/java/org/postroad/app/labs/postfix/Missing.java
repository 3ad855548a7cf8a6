package org.postroad.app.labs.postfix;

/// A prerequisite that this machine lacks.
///
/// @param what what is missing, as it was seen: `unshare: not found`
/// @param hint what to install or to change
public record Missing(String what, String hint) {}
