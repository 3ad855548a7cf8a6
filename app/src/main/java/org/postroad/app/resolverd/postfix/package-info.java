/// `postroad resolver --check-postfix`: what is missing or wrong in the Postfix of this host.
///
/// [PostfixReader] runs postconf(1) and looks at the files and sockets that it names; the outcome
/// is one [PostfixSetup]. [PostfixCheck] judges it, as a pure function, and returns findings with
/// the line to add. [PostfixAdvice] prints them.
@NullMarked
package org.postroad.app.resolverd.postfix;

import org.jspecify.annotations.NullMarked;
