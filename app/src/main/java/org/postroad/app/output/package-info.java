/// How every command speaks: [Terminal] for people, [Json] for programs, [Nearest] for the word
/// that was meant. Start at [Json]: its first key is always `schema`, and what is absent is left
/// out.
///
/// The result goes to standard output and nothing else does; progress, hints and warnings go to
/// standard error.
@NullMarked
package org.postroad.app.output;

import org.jspecify.annotations.NullMarked;
