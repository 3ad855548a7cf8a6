/// Real Postfix as the sender in the lab: `postroad lab --postfix`.
///
/// Nothing of the machine's own mail system is touched. [PostfixRoots] unpacks the Postfix of a
/// Debian suite into a root of its own, once. [Namespace] runs the program again inside network,
/// mount and process namespaces of its own, where the lab's servers have real addresses and ports
/// 25, 53 and 443 and where everything dies with the first process. [PostfixInstance] is one
/// Postfix in there, started by chroot, asked by SMTP, and understood by its log.
@NullMarked
package org.postroad.app.labs.postfix;

import org.jspecify.annotations.NullMarked;
