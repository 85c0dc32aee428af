package dev.parley.http.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.webmvc.ui.SwaggerIndexPageTransformer;
import org.springdoc.webmvc.ui.SwaggerIndexTransformer;
import org.springdoc.webmvc.ui.SwaggerWelcomeCommon;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the parts of the OpenAPI document that are not in the controllers. */
@Configuration(proxyBeanMethods = false)
public class OpenApiConfiguration {

  /** Name of the security scheme of the admin's password. */
  static final String ADMIN = "admin";

  /** Name of the security scheme of tokens. */
  static final String TOKEN = "token";

  @Bean
  OpenAPI openApi(ObjectProvider<BuildProperties> build) {
    BuildProperties known = build.getIfAvailable();
    String version = known == null ? null : known.getVersion();
    return new OpenAPI()
        .info(
            new Info()
                .title("parley")
                .description(
                    "Lists are `{\"items\": […], \"next\": \"cursor or null\"}`: give `next` as"
                        + " `cursor` for the page behind, with the other parameters as they were."
                        + " Errors are `application/problem+json` (RFC 9457) with a stable `type`"
                        + " and `code`.")
                .version(version == null ? "development" : version)
                .license(
                    new License().name("Apache License, Version 2.0").identifier("Apache-2.0")))
        .components(
            new Components()
                .addSecuritySchemes(
                    ADMIN, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("basic"))
                .addSecuritySchemes(
                    TOKEN,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("A token of `/tokens`, with the scope that is named"))
                .addSchemas(ProblemOperations.SCHEMA, ProblemOperations.schema()))
        .addSecurityItem(new SecurityRequirement().addList(ADMIN));
  }

  @Bean
  @ConditionalOnProperty(
      name = {"springdoc.api-docs.enabled", "springdoc.swagger-ui.enabled"},
      matchIfMissing = true)
  SwaggerIndexTransformer trustedSwaggerUi(
      SwaggerUiConfigProperties properties,
      SwaggerUiOAuthProperties oauth,
      SwaggerWelcomeCommon welcome,
      ObjectMapperProvider mapper) {
    return new TrustedSwaggerUi(
        new SwaggerIndexPageTransformer(properties, oauth, welcome, mapper));
  }

  @Bean
  OperationCustomizer problemAnswers() {
    return new ProblemOperations();
  }

  @Bean
  OpenApiCustomizer documentedExamples() {
    return new DocumentedExamples();
  }
}
