@NullMarked
package org.postroad.app.labs.facts;

import org.jspecify.annotations.NullMarked;
