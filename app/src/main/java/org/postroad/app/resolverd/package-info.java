/// The policy daemon on a mail host: `postroad resolver`.
@NullMarked
package org.postroad.app.resolverd;

import org.jspecify.annotations.NullMarked;
