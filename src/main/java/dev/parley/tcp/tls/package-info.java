/**
 * Encrypts connections (RFC 8446) with the certificates of an SSL bundle, and answers those who
 * speak TLS where nobody does, or plain text where TLS is wanted.
 */
@NullMarked
package dev.parley.tcp.tls;

import org.jspecify.annotations.NullMarked;
