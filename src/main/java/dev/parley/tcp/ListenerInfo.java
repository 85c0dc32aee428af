package dev.parley.tcp;

/**
 * A listener as it stood at one moment.
 *
 * @param name its name in the configuration
 * @param protocol what is spoken there
 * @param address the address that it listens on
 * @param port the port that is really bound
 * @param tls whether it is encrypted
 * @param connections how many connections are open
 * @param accepting whether further connections are taken
 */
public record ListenerInfo(
    String name,
    String protocol,
    String address,
    int port,
    boolean tls,
    int connections,
    boolean accepting) {}
