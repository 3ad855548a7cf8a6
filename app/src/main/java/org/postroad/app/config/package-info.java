/// What the operator has set: one TOML file, overlaid by the options of the command line.
///
/// The small value types ([Durations], [SocketmapEndpoint], [HostPort], [Addresses]) are read alike
/// from a file and from an option; each answers [Parsed], with the reason when the text is not one.
@NullMarked
package org.postroad.app.config;

import org.jspecify.annotations.NullMarked;
