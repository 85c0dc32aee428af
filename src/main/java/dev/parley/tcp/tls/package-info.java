/**
 * Encrypts connections (RFC 8446) with the certificates of an SSL bundle, and answers clients that
 * use TLS on a plain port or plain text on a port with TLS.
 */
@NullMarked
package dev.parley.tcp.tls;

import org.jspecify.annotations.NullMarked;
