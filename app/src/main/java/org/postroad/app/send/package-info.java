/// `postroad send`: one message to its recipients, each domain under its own policy.
///
/// Start at [Send]: it groups the recipients, asks for each policy and delivers. [Sent] is what
/// came of it; [SentJson] and [SentText] are its two faces.
@NullMarked
package org.postroad.app.send;

import org.jspecify.annotations.NullMarked;
