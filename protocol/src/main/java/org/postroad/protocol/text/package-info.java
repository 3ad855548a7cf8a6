/// Small rules about text that several protocols share: internationalized names and the safe
/// printing of what a stranger sent.
package org.postroad.protocol.text;
