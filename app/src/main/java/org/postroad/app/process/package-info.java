/// Other programs of the machine, run with a limit on their time and on their words: start with
/// [Program]. What can go wrong is a variant of [Ran], never an exception.
@NullMarked
package org.postroad.app.process;

import org.jspecify.annotations.NullMarked;
