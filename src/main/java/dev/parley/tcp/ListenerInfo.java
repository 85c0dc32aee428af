package dev.parley.tcp;

/**
 * Describes a listener as it was at one moment.
 *
 * @param name its name in the configuration
 * @param protocol the name of its protocol
 * @param address the address that it listens on
 * @param port the bound port
 * @param tls whether it is encrypted
 * @param connections the number of open connections
 * @param accepting whether new connections are accepted
 */
public record ListenerInfo(
    String name,
    String protocol,
    String address,
    int port,
    boolean tls,
    int connections,
    boolean accepting) {}
