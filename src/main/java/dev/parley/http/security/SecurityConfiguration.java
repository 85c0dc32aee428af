package dev.parley.http.security;

import dev.parley.chat.login.LoginService;
import dev.parley.chat.login.LoginThrottle;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.http.HttpProperties;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.ProblemWriter;
import dev.parley.http.request.IdempotencyKey;
import dev.parley.tcp.Origin;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.util.StringUtils;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/** Configures authentication and authorization of HTTP. */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {

  private static final String[] DOCUMENTATION = {
    "/v3/api-docs", "/v3/api-docs.yaml", "/v3/api-docs/**", "/swagger-ui.html", "/swagger-ui/**"
  };

  /** The pages of the console, which show nothing before the log-in, and the log-in. */
  private static final String[] CONSOLE = {"/", "/console", "/console/**"};

  private static final String BASIC_CHALLENGE = "Basic realm=\"parley\", charset=\"UTF-8\"";
  private static final String CREDENTIALS_WANTED =
      "This wants the name and password of admin or of an admin's account, or a token.";
  private static final String SESSION_WANTED = "There is no session, or it has ended: log in.";

  private static final String API = "/api/v1/";
  private static final Duration PREFLIGHT_KEPT = Duration.ofHours(1);

  @Bean
  AdminAuthentication adminAuthentication(
      HttpProperties properties,
      Path dataDir,
      LoginThrottle throttle,
      LoginService authenticator,
      AccountAdmin accountAdmin) {
    String password =
        StringUtils.hasText(properties.password())
            ? properties.password()
            : new PasswordFile(dataDir).password();
    return new AdminAuthentication(
        new AdminPassword(password), throttle, authenticator, accountAdmin);
  }

  @Bean
  ConsoleSessions consoleSessions(
      Clock clock,
      HttpProperties properties,
      LoginService authenticator,
      AccountAdmin accountAdmin) {
    return new ConsoleSessions(
        clock,
        properties.sessionIdleTimeout(),
        properties.sessionMaxAge(),
        properties.maxSessions(),
        authenticator,
        accountAdmin);
  }

  @Bean
  ConsoleLogin consoleLogin(
      AdminAuthentication passwords,
      LoginService authenticator,
      AccountAdmin accountAdmin,
      ConsoleSessions consoleSessions) {
    return new ConsoleLogin(passwords, authenticator, accountAdmin, consoleSessions);
  }

  @Bean
  SecurityFilterChain securityFilterChain(
      HttpSecurity http,
      ProblemWriter problems,
      HttpProperties properties,
      LoginService authenticator,
      AccountAdmin accountAdmin,
      ConsoleSessions consoleSessions) {
    return http.authorizeHttpRequests(requests ->
            requests
                .dispatcherTypeMatchers(DispatcherType.ERROR)
                .permitAll()
                .requestMatchers(EndpointRequest.to(HealthEndpoint.class))
                .permitAll()
                .requestMatchers(DOCUMENTATION)
                .permitAll()
                .requestMatchers(CONSOLE)
                .permitAll()
                // ScopeInterceptor checks the scopes of tokens.
                .requestMatchers(API + "**")
                .hasAnyRole(AdminAuthentication.ROLE, Caller.ROLE)
                .anyRequest()
                .hasRole(AdminAuthentication.ROLE))
        .httpBasic(basic ->
            basic.authenticationEntryPoint(
                (request, response, failure) -> challenge(problems, request, response, failure)))
        .exceptionHandling(exceptions ->
            exceptions.accessDeniedHandler((request, response, denied) ->
                problems.write(request, response, Problem.FORBIDDEN, "You may not do this.")))
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .cors(cors -> cors.configurationSource(origins(properties.allowedOrigins())))
        .addFilterBefore(
            new SameOriginFilter(problems, properties.allowedOrigins()),
            BasicAuthenticationFilter.class)
        .addFilterBefore(
            new ConsoleSessionFilter(consoleSessions, problems), BasicAuthenticationFilter.class)
        .addFilterBefore(
            new BearerFilter(authenticator, accountAdmin, problems),
            BasicAuthenticationFilter.class)
        // Replaced by SameOriginFilter and, for the console's cookie, by ConsoleSessionFilter.
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .build();
  }

  /**
   * Allows pages of these sites to call the API, with credentials of their own. Requests of pages
   * of other sites are answered without CORS headers, so that browsers block the responses.
   */
  private static CorsConfigurationSource origins(List<Origin> allowed) {
    CorsConfiguration cors = new CorsConfiguration();
    cors.setAllowedOrigins(allowed.stream().map(Origin::toString).toList());
    cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
    cors.setAllowedHeaders(
        List.of("Authorization", "Content-Type", IdempotencyKey.HEADER, "Last-Event-ID"));
    cors.setExposedHeaders(
        List.of("Location", "Retry-After", "WWW-Authenticate", IdempotencyKey.REPLAYED));
    cors.setAllowCredentials(false);
    cors.setMaxAge(PREFLIGHT_KEPT);
    return request -> {
      Origin origin = SameOriginFilter.origin(request);
      boolean known = origin != null && allowed.contains(origin);
      return known && request.getRequestURI().startsWith(request.getContextPath() + API)
          ? cors
          : null;
    };
  }

  /** Asks for credentials; the console, which has a form for them, is not shown the browser's. */
  private static void challenge(
      ProblemWriter problems,
      HttpServletRequest request,
      HttpServletResponse response,
      AuthenticationException failure)
      throws IOException {
    boolean console = ConsoleRequest.isMarked(request);
    AuthenticationRefusal refusal =
        AuthenticationRefusal.of(failure, console ? SESSION_WANTED : CREDENTIALS_WANTED);
    Duration wait = refusal.retryAfter();
    if (wait != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds()));
    } else {
      if (!console) {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, BASIC_CHALLENGE);
      }
      response.addHeader(HttpHeaders.WWW_AUTHENTICATE, BearerFilter.CHALLENGE);
    }
    problems.write(request, response, refusal.problem(), refusal.sentence());
  }

  /** Turns the metrics of each security filter off: requests as a whole have theirs. */
  @Bean
  SecurityObservationSettings securityObservationSettings() {
    return SecurityObservationSettings.noObservations();
  }

  /** Answers requests that Spring Security's firewall rejects with a problem. */
  @Bean
  RequestRejectedHandler requestRejectedHandler(ProblemWriter problems) {
    return (request, response, rejected) ->
        problems.write(
            request,
            response,
            Problem.INVALID_REQUEST,
            "The path, the method or a header is malformed.");
  }
}
