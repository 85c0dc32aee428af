package dev.parley.tcp.listen;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Limits;
import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.DeliveryMeter;
import dev.parley.tcp.KeepAlive;
import dev.parley.tcp.ListenerException;
import dev.parley.tcp.ListenerProperties;
import dev.parley.tcp.Protocol;
import dev.parley.tcp.StopPolicy;
import dev.parley.tcp.TcpProperties;
import dev.parley.tcp.connection.ReplayBudget;
import dev.parley.tcp.connection.UnnamedConnections;
import dev.parley.tcp.send.FanoutMessageHandler;
import dev.parley.tcp.send.RegisteredProtocol;
import dev.parley.tcp.send.TcpTransport;
import dev.parley.tcp.tls.HandshakeExecutor;
import dev.parley.tcp.tls.TlsServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.context.IntegrationFlowContext;

/** Configures the enabled listeners, each with its protocol. */
@Configuration(proxyBeanMethods = false)
@EnableIntegration
@EnableConfigurationProperties({TcpProperties.class, ConnectionLimits.class, KeepAlive.class})
public class TcpConfiguration {

  @Bean
  DirectChannel outbound() {
    return new DirectChannel();
  }

  @Bean
  IntegrationFlow outboundFlow(DirectChannel outbound) {
    return IntegrationFlow.from(outbound).handle(new FanoutMessageHandler()).get();
  }

  @Bean
  EventLoops eventLoops(TcpProperties properties, KeepAlive keepAlive, DeliveryMeter meter) {
    return new EventLoops(properties.eventLoopThreads(), keepAlive, meter);
  }

  /**
   * Runs the computations of TLS handshakes, so that they block no event loop. A connection has one
   * task at a time, so the queue is bounded by the number of connections.
   */
  @Bean(destroyMethod = "shutdownNow")
  HandshakeExecutor handshakes(TcpProperties properties) {
    return new HandshakeExecutor(properties.eventLoopThreads());
  }

  @Bean
  TcpListeners tcpListeners(
      TcpProperties properties,
      List<Protocol> protocols,
      DirectChannel outbound,
      EventLoops loops,
      HandshakeExecutor handshakes,
      SslBundles bundles,
      Limits limits,
      ConnectionLimits connectionLimits,
      ChatMetrics metrics,
      ObjectProvider<StopPolicy> stopPolicy,
      IntegrationFlowContext flows) {
    List<RegisteredProtocol> registered = RegisteredProtocol.of(protocols);
    int styles = protocols.stream().mapToInt(Protocol::styleCount).sum();
    NettyServerConnectionFactory.SharedResources shared =
        new NettyServerConnectionFactory.SharedResources(
            loops,
            new TcpTransport(outbound, styles),
            new Admission(limits, connectionLimits, System::nanoTime),
            new UnnamedConnections(connectionLimits.halfOpenLogins()),
            limits,
            connectionLimits,
            metrics,
            new ReplayBudget(limits),
            properties.shutdownGrace());
    List<NettyServerConnectionFactory> factories = new ArrayList<>();
    properties.listeners().entrySet().stream()
        .filter(listener -> listener.getValue().isStarted())
        .sorted(Map.Entry.comparingByKey())
        .map(listener -> {
          String name = listener.getKey();
          ListenerProperties own = listener.getValue();
          RegisteredProtocol protocol = protocol(name, own, registered);
          TlsServer tls = tls(name, own, bundles, handshakes);
          return new NettyServerConnectionFactory(name, own, protocol, tls, shared);
        })
        .forEach(factories::add);
    return new TcpListeners(
        factories,
        flows,
        loops,
        stopPolicy.getIfAvailable(() -> StopPolicy.SHUTDOWN),
        properties.shutdownGrace());
  }

  private static @Nullable TlsServer tls(
      String name,
      ListenerProperties properties,
      SslBundles bundles,
      HandshakeExecutor handshakes) {
    if (properties.proxyProtocol() && properties.trustedProxies().isEmpty()) {
      throw new ListenerException(
          "Listener "
              + name
              + " has proxy-protocol on and no trusted-proxies: nobody could connect.");
    }
    String bundle = properties.sslBundle();
    if (bundle != null) {
      return TlsServer.of(name, bundle, properties.clientAuthentication(), bundles, handshakes);
    }
    if (properties.clientAuthentication().isTrusting()) {
      throw new ListenerException(
          "Listener " + name + " has client-auth on and no ssl-bundle to ask for it with.");
    }
    return null;
  }

  private static RegisteredProtocol protocol(
      String name, ListenerProperties properties, List<RegisteredProtocol> registered) {
    return registered.stream()
        .filter(candidate -> candidate.protocol().name().equals(properties.protocol()))
        .findFirst()
        .orElseThrow(() ->
            new ListenerException(
                "Listener " + name + " has an unknown protocol: " + properties.protocol() + "."));
  }
}
