package dev.parley.http.openapi;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springdoc.webmvc.ui.SwaggerIndexTransformer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/**
 * Has Swagger UI work under a policy with Trusted Types: what it gives to the browser as HTML is
 * stripped by a script, which comes before Swagger UI's own initialization.
 */
final class TrustedSwaggerUi implements SwaggerIndexTransformer {

  private static final String INITIALIZER = "swagger-initializer.js";

  private final SwaggerIndexTransformer index;

  /**
   * Adds to another transformer.
   *
   * @param index transforms the files of Swagger UI, as Springdoc does
   */
  TrustedSwaggerUi(SwaggerIndexTransformer index) {
    this.index = index;
  }

  @Override
  public Resource transform(
      HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
      throws IOException {
    Resource transformed = index.transform(request, resource, chain);
    if (!INITIALIZER.equals(resource.getFilename())) {
      return transformed;
    }
    String script =
        new ClassPathResource("trusted-types.js", TrustedSwaggerUi.class)
            .getContentAsString(StandardCharsets.UTF_8);
    String initializer = transformed.getContentAsString(StandardCharsets.UTF_8);
    return new TransformedResource(
        resource, (script + initializer).getBytes(StandardCharsets.UTF_8));
  }
}
