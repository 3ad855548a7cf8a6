/// What surrounds the code: the launcher, the unit file.
@NullMarked
package org.postroad.app.house;

import org.jspecify.annotations.NullMarked;
