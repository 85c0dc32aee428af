package dev.parley.http.account;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** Represents a TLS certificate that logs in to an account, in the API. */
@Schema(name = "Certificate")
public record CertificateJson(
    @NotNull
        @Schema(
            description = "its SHA-256; colons and capitals may be among the digits",
            example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String fingerprint) {}
