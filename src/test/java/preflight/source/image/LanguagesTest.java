package preflight.source.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.source.tree.TreeOf;

class LanguagesTest {

  private static ImageContents image(String dockerfile) {
    var tree = TreeOf.paths("a").with("Dockerfile", dockerfile);
    return ((ImageReader.Answer.Read) ImageReader.read(tree, Build.of("Dockerfile", "")))
        .contents();
  }

  private static Optional<String> python(String dockerfile) {
    return Languages.python(image(dockerfile));
  }

  @ParameterizedTest
  @CsvSource({
    "python:3.11-slim, 3.11",
    "python:3.12.1-alpine, 3.12",
    "python:3.13-rc-slim, 3.13",
    "python:3.11-slim-bookworm@sha256:00, 3.11",
    "gcr.io/distroless/python3-debian12, 3.11",
    "gcr.io/distroless/python3-debian12:nonroot, 3.11",
    "python:3.14.0a1, 3.14",
    "ghcr.io/astral-sh/uv:python3.12-bookworm-slim, 3.12",
    "ghcr.io/astral-sh/uv:0.5.1-python3.13-alpine, 3.13",
    "tiangolo/uvicorn-gunicorn-fastapi:python3.11, 3.11",
    "mcr.microsoft.com/devcontainers/python:3.11, 3.11",
    "mcr.microsoft.com/devcontainers/python:1-3.12-bullseye, 3.12",
    "public.ecr.aws/docker/library/python:3.10, 3.10",
    "bitnami/python:3.11.6, 3.11",
    "docker.io/library/python:3.9, 3.9",
    "public.ecr.aws/lambda/python:3.12, 3.12",
    "registry.access.redhat.com/ubi9/python-311, 3.11"
  })
  void the_name_of_the_base_tells(String image, String version) {
    assertThat(python("FROM " + image)).contains(version);
  }

  @ParameterizedTest
  @CsvSource({
    "python",
    "python:3",
    "python:latest",
    "python:slim",
    "python:3-slim",
    "someone/else:3.11",
    "cgr.dev/chainguard/python"
  })
  void or_it_does_not(String image) {
    assertThat(python("FROM " + image)).isEmpty();
  }

  @Test
  void what_a_system_installs() {
    assertThat(
            python(
                "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y python3 python3-pip"))
        .contains("3.11");
    assertThat(python("FROM ubuntu:22.04\nRUN apt-get install -y python3")).contains("3.10");
    assertThat(python("FROM ubuntu:22.04\nRUN apt-get install -y python3.12 python3.12-venv"))
        .contains("3.12");
    assertThat(python("FROM ubuntu:22.04\nRUN apt-get install -y python3 python3.12")).isEmpty();
    assertThat(python("FROM alpine:3.20\nRUN apk add --no-cache python3")).contains("3.12");
    assertThat(python("FROM debian\nRUN apt-get install -y python3")).isEmpty();
    assertThat(python("FROM python:3.11\nRUN apt-get install -y python3")).contains("3.11");
    assertThat(python("FROM debian:12\nRUN uv python install 3.13")).contains("3.13");
    assertThat(python("FROM debian:12\nRUN pyenv install 3.10.4 && pyenv global 3.10.4"))
        .contains("3.10");
    assertThat(python("FROM continuumio/miniconda3\nRUN conda install -y python=3.9"))
        .contains("3.9");
    assertThat(python("FROM python:3.11\nRUN uv venv --python 3.12")).isEmpty();
  }

  @Test
  void a_stage_may_bring_it() {
    String two = "FROM python:3.12 AS b\nRUN python -m venv /v\nFROM %s\nCOPY --from=b /v /v";
    assertThat(python(two.formatted("scratch"))).contains("3.12");
    assertThat(python(two.formatted("python:3.11"))).contains("3.11");
    assertThat(Languages.others(image(two.formatted("python:3.11"))))
        .extracting(Language::version)
        .containsExactly(Optional.of("3.12"));
    assertThat(Languages.others(image(two.formatted("python:3.12-slim")))).isEmpty();
  }

  @Test
  void other_languages() {
    assertThat(Languages.of(image("FROM node:20.11-alpine")))
        .containsExactly(
            new Language("node", Optional.of("20.11"), "the base image is node:20.11-alpine"));
    assertThat(
            Languages.of(
                image("FROM golang:1.22 AS b\nFROM gcr.io/distroless/static\nCOPY --from=b /x /x")))
        .isEmpty();
    assertThat(Languages.of(image("FROM node:22\nRUN apt-get install -y python3"))).hasSize(1);
    assertThat(Languages.of(image("FROM eclipse-temurin:21-jre")))
        .extracting(Language::version)
        .isEqualTo(List.of(Optional.of("21")));
  }
}
