/// The cases of the audit, a class or a few for each group. Start at
/// [org.postroad.app.labs.audit.cases.Catalogue].
///
/// What is expected was written from the RFC's text before anything was run. Where a policy must
/// apply, and where it must not, is told by an exchanger that turns bad: a first message meets it
/// as it should be, so that the sender can get to know the policy, also one that fetches it aside;
/// then the exchanger shows a certificate that nobody vouches for, and the second message must wait
/// or must not.
@NullMarked
package org.postroad.app.labs.audit.cases;

import org.jspecify.annotations.NullMarked;
