package dev.parley.tcp;

import dev.parley.chat.Limits;
import dev.parley.chat.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.context.IntegrationFlowContext;

/** Wires the listeners: those that are enabled, each with the protocol that it names. */
@Configuration(proxyBeanMethods = false)
@EnableIntegration
@EnableConfigurationProperties(TcpProperties.class)
class TcpConfiguration {

  @Bean
  DirectChannel outbound() {
    return new DirectChannel();
  }

  @Bean
  IntegrationFlow outboundFlow(DirectChannel outbound) {
    return IntegrationFlow.from(outbound).handle(new FanoutMessageHandler()).get();
  }

  @Bean
  EventLoops eventLoops(TcpProperties properties, DeliveryMeter meter) {
    return new EventLoops(properties.eventLoopThreads(), meter);
  }

  @Bean
  TcpListeners tcpListeners(
      TcpProperties properties,
      List<Protocol> protocols,
      DirectChannel outbound,
      EventLoops loops,
      Limits limits,
      Monitor monitor,
      IntegrationFlowContext flows) {
    List<Dialect> dialects = Dialect.of(protocols);
    int styles = protocols.stream().mapToInt(Protocol::styles).sum();
    NettyServerConnectionFactory.Shared shared =
        new NettyServerConnectionFactory.Shared(
            loops,
            new TcpTransport(outbound, styles),
            new Admission(limits),
            limits,
            monitor,
            properties.shutdownGrace());
    List<NettyServerConnectionFactory> factories = new ArrayList<>();
    properties.listeners().entrySet().stream()
        .filter(listener -> listener.getValue().enabled())
        .sorted(Map.Entry.comparingByKey())
        .map(listener -> factory(listener.getKey(), listener.getValue(), dialects, shared))
        .forEach(factories::add);
    return new TcpListeners(factories, flows, loops, properties.shutdownGrace());
  }

  private static NettyServerConnectionFactory factory(
      String name,
      ListenerProperties properties,
      List<Dialect> dialects,
      NettyServerConnectionFactory.Shared shared) {
    if (properties.sslBundle() != null || properties.proxyProtocol()) {
      throw new ListenerException(
          "Listener " + name + " cannot have ssl-bundle or proxy-protocol: not available yet.");
    }
    return dialects.stream()
        .filter(dialect -> dialect.protocol().name().equals(properties.protocol()))
        .findFirst()
        .map(dialect -> new NettyServerConnectionFactory(name, properties, dialect, shared))
        .orElseThrow(() ->
            new ListenerException(
                "Listener " + name + " has an unknown protocol: " + properties.protocol() + "."));
  }
}
