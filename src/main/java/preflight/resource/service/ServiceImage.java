package preflight.resource.service;

import java.util.Map;
import java.util.Optional;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;

/** How the image of a service is built; paths begin at the root of the source. */
public record ServiceImage(
    @Field(
            value = "Its Dockerfile, below the root of the source",
            byDefault = "Dockerfile",
            example = "backend/Dockerfile")
        String dockerfile,
    @Field(
            value = "The folder that is sent to the builder, below the root of the source",
            byDefault = ".",
            example = "backend")
        String context,
    @Field(value = "The stage that becomes the image, if not the last", example = "runtime")
        Optional<String> target,
    @Field(
            value = "Values of the build's arguments (ARG)",
            example = "{ PYTHON_VERSION: \"3.11\" }",
            keys = Grammar.VARIABLE)
        Map<String, String> args,
    @Field(
            value = "Whether gcloud uploads the folder, which leaves out what .gcloudignore names",
            byDefault = "false")
        boolean uploaded) {}
