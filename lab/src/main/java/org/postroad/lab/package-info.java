/// The private Internet as one object, and what a scenario does to it.
package org.postroad.lab;
