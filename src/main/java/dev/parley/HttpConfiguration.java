package dev.parley;

import dev.parley.chat.Chat;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.history.PostKeys;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.Operator;
import dev.parley.http.HttpProperties;
import dev.parley.http.account.AccountsController;
import dev.parley.http.account.CertificatesController;
import dev.parley.http.audit.AuditController;
import dev.parley.http.ban.BansController;
import dev.parley.http.ban.LockdownController;
import dev.parley.http.client.Clients;
import dev.parley.http.client.ClientsController;
import dev.parley.http.client.ListenersController;
import dev.parley.http.console.ConsolePage;
import dev.parley.http.console.ConsolePageController;
import dev.parley.http.console.ConsoleSessionsController;
import dev.parley.http.console.LoginController;
import dev.parley.http.console.MeController;
import dev.parley.http.export.AccountExportController;
import dev.parley.http.export.ExportController;
import dev.parley.http.header.SecurityHeadersFilter;
import dev.parley.http.message.AnnouncementsController;
import dev.parley.http.message.IdempotentPosts;
import dev.parley.http.message.MessagesController;
import dev.parley.http.metadata.MetadataController;
import dev.parley.http.metrics.MetricsSampler;
import dev.parley.http.metrics.MetricsStreamController;
import dev.parley.http.openapi.OpenApiConfiguration;
import dev.parley.http.ops.ChatGauges;
import dev.parley.http.ops.ChatHealthIndicator;
import dev.parley.http.ops.MicrometerChatMetrics;
import dev.parley.http.ops.OverallHealth;
import dev.parley.http.ops.ServerController;
import dev.parley.http.problem.BodyLimitFilter;
import dev.parley.http.problem.ParameterInterceptor;
import dev.parley.http.problem.ProblemAdvice;
import dev.parley.http.problem.ProblemErrorController;
import dev.parley.http.problem.ProblemReportValve;
import dev.parley.http.problem.ProblemWriter;
import dev.parley.http.request.JsonRules;
import dev.parley.http.request.TextLimit;
import dev.parley.http.room.RolesController;
import dev.parley.http.room.RoomEditor;
import dev.parley.http.room.RoomsController;
import dev.parley.http.security.CurrentActor;
import dev.parley.http.security.ScopeInterceptor;
import dev.parley.http.security.SecurityConfiguration;
import dev.parley.http.stream.AbortableHttp11Protocol;
import dev.parley.http.stream.LineFormats;
import dev.parley.http.stream.RoomStream;
import dev.parley.http.stream.StreamController;
import dev.parley.http.stream.StreamTransport;
import dev.parley.http.stream.Streams;
import dev.parley.http.token.TokensController;
import dev.parley.tcp.Listeners;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Validator;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Wires the HTTP server. It requires beans of {@link Chat}, {@link Operator}, {@link AccountAdmin},
 * {@link dev.parley.chat.login.LoginService}, {@link dev.parley.chat.login.LoginThrottle}, {@link
 * Audit}, {@link Listeners}, {@link RoomLog}, {@link PostKeys}, {@link Clock} and the data
 * directory's {@link Path}, and gives the core its {@link dev.parley.chat.api.ChatMetrics} and the
 * transport its {@link dev.parley.tcp.DeliveryMeter}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
@Import({
  AccountExportController.class,
  AccountsController.class,
  AnnouncementsController.class,
  AuditController.class,
  BansController.class,
  CertificatesController.class,
  ClientsController.class,
  ConsolePageController.class,
  ConsoleSessionsController.class,
  LockdownController.class,
  ExportController.class,
  ListenersController.class,
  LoginController.class,
  MeController.class,
  MessagesController.class,
  MetricsStreamController.class,
  OpenApiConfiguration.class,
  ProblemErrorController.class,
  ProblemAdvice.class,
  RolesController.class,
  MetadataController.class,
  RoomsController.class,
  SecurityConfiguration.class,
  ServerController.class,
  StreamController.class,
  TokensController.class
})
public class HttpConfiguration {

  @Bean
  MicrometerChatMetrics chatMetrics(MeterRegistry registry) {
    return new MicrometerChatMetrics(registry);
  }

  @Bean
  ChatGauges chatGauges(Chat chat, Listeners listeners, Streams streams) {
    return new ChatGauges(chat, listeners, streams);
  }

  @Bean(initMethod = "start")
  MetricsSampler metricsSampler(
      Chat chat, RoomLog log, ChatGauges gauges, MicrometerChatMetrics meters, Clock clock) {
    return new MetricsSampler(chat, log, gauges, meters, clock);
  }

  @Bean
  ChatHealthIndicator chatHealthIndicator(Listeners listeners, RoomLog log) {
    return new ChatHealthIndicator(listeners, log);
  }

  @Bean
  OverallHealth overallHealth() {
    return new OverallHealth();
  }

  @Bean
  Clients clients(Chat chat, Clock clock) {
    return new Clients(chat, clock);
  }

  @Bean
  TextLimit textLimit(Chat chat) {
    return new TextLimit(chat.settings());
  }

  @Bean
  CurrentActor currentActor(
      Operator operator, AccountAdmin accountAdmin, TextLimit limit, HttpServletRequest request) {
    return new CurrentActor(operator, accountAdmin, limit, request);
  }

  @Bean
  RoomEditor roomEditor(Operator operator, TextLimit limit, JsonMapper json, Validator validator) {
    return new RoomEditor(operator, limit, json, validator);
  }

  @Bean
  LineFormats lineFormats(JsonMapper json, Clock clock) {
    return new LineFormats(json, clock);
  }

  @Bean
  Streams streams(
      Operator operator,
      LoginService authenticator,
      AccountAdmin accountAdmin,
      Chat chat,
      MicrometerChatMetrics meters,
      HttpProperties properties) {
    RoomStream.Context context =
        new RoomStream.Context(
            operator,
            new StreamTransport(),
            meters,
            meters,
            Streams.writer(),
            chat.settings().limits().sendqBytes(),
            properties.streamHeartbeat(),
            properties.streamStallTimeout());
    return new Streams(context, authenticator, accountAdmin, properties.maxStreams());
  }

  @Bean
  IdempotentPosts idempotentPosts(PostKeys keys, RoomLog log, HttpProperties properties) {
    return new IdempotentPosts(
        keys, log, properties.idempotencyTime(), properties.idempotencyKeys());
  }

  @Bean
  JsonRules jsonRules() {
    return new JsonRules();
  }

  @Bean
  WebMvcConfigurer apiInterceptors() {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new ScopeInterceptor());
        interceptors.addInterceptor(new ParameterInterceptor()).addPathPatterns("/api/v1/**");
      }
    };
  }

  /**
   * Removes the YAML converter, which a library brings along and which reads by looser rules than
   * JSON's.
   */
  @Bean
  WebMvcConfigurer noYaml() {
    return new WebMvcConfigurer() {
      @Override
      public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.configureMessageConvertersList(all ->
            all.removeIf(one ->
                one.getSupportedMediaTypes().stream()
                    .anyMatch(MediaType.APPLICATION_YAML::includes)));
      }
    };
  }

  @Bean
  SecurityHeadersFilter securityHeadersFilter() {
    return new SecurityHeadersFilter();
  }

  @Bean
  ConsolePage consolePage() {
    return ConsolePage.load();
  }

  @Bean
  ProblemWriter problemWriter(JsonMapper json) {
    return new ProblemWriter(json);
  }

  @Bean
  BodyLimitFilter bodyLimitFilter(HttpProperties properties, ProblemWriter problems) {
    return new BodyLimitFilter(properties.maxBodySize(), problems);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> breakableConnections() {
    return tomcat -> tomcat.setProtocol(AbortableHttp11Protocol.class.getName());
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsForTomcat() {
    return tomcat ->
        tomcat.addContextCustomizers(context -> {
          if (context.getParent() instanceof StandardHost standard) {
            standard.setErrorReportValveClass(ProblemReportValve.class.getName());
          }
        });
  }
}
