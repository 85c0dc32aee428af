/**
 * Registers clients: their name and user, the negotiation of capabilities (IRCv3 capability
 * negotiation), the authentication (SASL), and the welcome.
 */
@NullMarked
package dev.parley.irc.registration;

import org.jspecify.annotations.NullMarked;
