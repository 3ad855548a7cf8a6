/// What an audit came to, for people and for programs: start at
/// [org.postroad.app.labs.audit.report.Audit].
@NullMarked
package org.postroad.app.labs.audit.report;

import org.jspecify.annotations.NullMarked;
