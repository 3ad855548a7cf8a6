/// Small rules about text that several protocols share: internationalized names, lists of tags,
/// targets of reports, faults with their place, and the safe printing of what a stranger sent.
package org.postroad.protocol.text;
