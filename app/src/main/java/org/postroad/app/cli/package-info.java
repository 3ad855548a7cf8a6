/// The one entry point, `postroad COMMAND`: options, output, exit codes.
@NullMarked
package org.postroad.app.cli;

import org.jspecify.annotations.NullMarked;
