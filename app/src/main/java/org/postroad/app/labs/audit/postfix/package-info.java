/// Real Postfix under audit, each in a namespace of its own: led by us, led by Debian's own policy
/// daemon, or alone. Start at [org.postroad.app.labs.audit.postfix.PostfixSubject].
@NullMarked
package org.postroad.app.labs.audit.postfix;

import org.jspecify.annotations.NullMarked;
