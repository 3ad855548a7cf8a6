@NullMarked
package org.postroad.app.labs.hostile;

import org.jspecify.annotations.NullMarked;
