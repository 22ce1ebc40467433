"""The planner: what a Dockerfile comes to as a process image."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.images.apt_get import SystemPackages
from localaws.images.build_plan import BuildPlan, plan
from localaws.images.copy_step import Copy
from localaws.images.dockerfile import KEYWORDS, DockerfileError
from localaws.images.package_command import PipInstall
from localaws.images.run_command import MakeFolder, MakeRunnable
from localaws.runtime.process_image import BASE_PATH


def plan_of(*lines: str, **kwargs: object) -> BuildPlan:
    return plan("\n".join(["FROM python:3.11-slim", *lines]), **kwargs)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("image", "version"),
    [
        ("python:3.11", "3.11"),
        ("python:3.12.4-slim-bookworm", "3.12"),
        ("public.ecr.aws/docker/library/python:3.11-slim", "3.11"),
        ("docker.io/library/python:3.13-alpine", "3.13"),
        ("python", ""),
        ("python:3-slim", ""),
        ("python:slim", ""),
    ],
)
def test_python_images_stand_for_a_python_version(image: str, version: str) -> None:
    assert plan(f"FROM {image}").python == version


@pytest.mark.parametrize(
    ("image", "version"),
    [
        ("public.ecr.aws/lambda/python:3.12", "3.12"),
        ("public.ecr.aws/lambda/python:3.12-arm64", "3.12"),
        ("amazon/aws-lambda-python:3.11", "3.11"),
        ("public.ecr.aws/lambda/python", ""),
    ],
)
def test_awss_base_image_for_functions_says_where_they_run(image: str, version: str) -> None:
    found = plan(f'FROM {image}\nCOPY app.py ${{LAMBDA_TASK_ROOT}}\nCMD [ "app.handler" ]')
    assert found.python == version
    assert found.config.entrypoint == ("/lambda-entrypoint.sh",)
    assert found.config.command == ("app.handler",)
    assert found.config.working_directory == "/var/task"
    assert found.steps[0] == MakeFolder(("/var/task",), "/")
    assert isinstance(found.steps[1], Copy)
    assert found.steps[1].destination == "/var/task"


@pytest.mark.parametrize(
    "option", ['--target "${LAMBDA_TASK_ROOT}"', "-t .", "--target=/var/task/"]
)
def test_packages_beside_a_functions_code_are_the_images_own(option: str) -> None:
    found = plan(f"FROM public.ecr.aws/lambda/python:3.12\nRUN pip install {option} six")
    assert isinstance(found.steps[1], PipInstall)
    assert found.steps[1].arguments == ("six",)
    with pytest.raises(DockerfileError, match="is not supported"):
        plan(f"FROM python:3.12\nRUN pip install {option} six")


@pytest.mark.parametrize("image", ["ubuntu:22.04", "nvidia/cuda:12.1", "mypython:3.11", "scratch"])
def test_another_base_is_refused_by_name_with_the_way_out(image: str) -> None:
    with pytest.raises(DockerfileError, match=f"FROM {image} is not supported.*runtime container"):
        plan(f"FROM {image}")


def test_a_base_that_a_variable_leaves_blank_is_said() -> None:
    with pytest.raises(
        DockerfileError, match=r"line 1: FROM: the base image is blank in '\$IMAGE'"
    ):
        plan("FROM $IMAGE")


def test_environment_is_written_in_terms_of_the_base_and_of_itself() -> None:
    config = plan_of("ENV HOME_DIR=/opt/program", "ENV PATH=$HOME_DIR:$PATH OLD='a b'").config
    assert config.environment["PATH"] == f"/opt/program:{BASE_PATH}"
    assert config.environment["OLD"] == "a b"


def test_an_entrypoint_makes_docker_forget_the_bases_command_but_not_the_images_own() -> None:
    assert plan_of().config.command == ("python3",)
    assert plan_of('ENTRYPOINT ["train"]').config.command == ()
    assert plan_of("CMD serve", 'ENTRYPOINT ["sh"]').config.command == ("/bin/sh", "-c", "serve")


def test_working_directories_build_on_each_other_and_are_made() -> None:
    decided = plan_of("WORKDIR /opt", "WORKDIR program")
    assert decided.config.working_directory == "/opt/program"
    assert MakeFolder(("/opt/program",), "/") in decided.steps


@pytest.mark.parametrize(
    ("line", "destination"),
    [
        ("COPY a /opt/b", "/opt/b"),
        ("COPY a /opt/b/", "/opt/b/"),
        ("COPY a .", "/srv/"),
        ("COPY a b c/", "/srv/c/"),
        ("COPY a b", "/srv/b"),
        ('COPY ["a", "b c"]', "/srv/b c"),
        ("COPY a /", "/"),
    ],
)
def test_a_destination_is_absolute_and_says_whether_it_is_a_folder(
    line: str, destination: str
) -> None:
    (copy,) = [s for s in plan_of("WORKDIR /srv", line).steps if isinstance(s, Copy)]
    assert copy.destination == destination


def test_pip_installs_are_found_in_every_form() -> None:
    decided = plan_of(
        "WORKDIR /srv",
        "RUN pip install --no-cache-dir --upgrade pip && python3 -m pip install 'torch>=2' six",
        'RUN ["pip3", "install", "-r", "requirements.txt"]',
        "RUN --mount=type=cache,target=/root/.cache/pip PIP_INDEX_URL=http://x pip install a",
        "RUN pip --no-cache-dir --quiet install b",
    )
    assert [s for s in decided.steps if isinstance(s, PipInstall)] == [
        PipInstall(("--upgrade", "pip"), "/srv"),
        PipInstall(("torch>=2", "six"), "/srv"),
        PipInstall(("-r", "requirements.txt"), "/srv"),
        PipInstall(("a",), "/srv", {"PIP_INDEX_URL": "http://x"}),
        PipInstall(("--quiet", "b"), "/srv"),
    ]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (
            "RUN apt-get update && apt-get install -y --no-install-recommends wget nginx "
            "&& rm -rf /var/lib/apt/lists/*",
            {"wget": "", "nginx": ""},
        ),
        ("RUN apt update -qq && apt install -yqq g++ && apt-get clean", {"g++": ""}),
        ("RUN DEBIAN_FRONTEND=noninteractive apt-get -y install libc6:amd64", {"libc6": ""}),
        ("RUN apt-get -o Acquire::Retries=3 install --yes curl=7.88.*", {"curl": "7.88.*"}),
        ('RUN ["apt-get", "install", "-y", "tini"]', {"tini": ""}),
    ],
)
def test_system_packages_are_asked_for_by_name(line: str, wanted: dict[str, str]) -> None:
    (step,) = plan_of(line).steps
    assert isinstance(step, SystemPackages)
    assert (step.wanted, step.line) == (wanted, 2)


def test_apt_alone_installs_nothing() -> None:
    assert plan_of("RUN apt-get update && rm -rf /var/lib/apt/lists/* /var/cache/apt").steps == ()


def test_chmod_and_mkdir_act_on_the_tree() -> None:
    steps = plan_of("WORKDIR /srv", "RUN mkdir -p /data && chmod +x train serve").steps
    assert steps[1:] == (
        MakeFolder(("/data",), "/srv"),
        MakeRunnable(("train", "serve"), "/srv", None),
    )


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("RUN apt-get update && apt-get upgrade -y", "apt-get upgrade"),
        ("RUN apt-get install -y nginx -t stable", "apt-get install -y nginx -t stable"),
        ("RUN apt-get install nginx/stable", "nginx/stable"),
        ("RUN apt-get remove -y nginx", "apt-get remove"),
        ("RUN apk add nginx", "apk add nginx"),
        ("RUN rm -rf /var/lib/apt/lists/../../x", "rm -rf"),
        ("RUN rm -rf /srv", "rm -rf /srv"),
        ("RUN pip install six; echo done", "`;`"),
        ("RUN pip install torch>=2", "`>`"),
        ("RUN pip install $(cat list)", "command substitution"),
        ("RUN pip install --target /x six", "--target"),
        ("RUN pip download six", "pip download six"),
        ("RUN --mount=type=secret,id=x pip install six", "--mount=type=secret"),
        ("USER nobody", "nobody"),
        ("SHELL ['bash']", "SHELL"),
        ("COPY --from=build a b", "--from=build"),
        ("FROM python:3.11 AS second", "second stage"),
        ("ADD https://example.com/x /x", "URL"),
    ],
)
def test_what_needs_a_container_is_refused_by_name_with_the_way_out(line: str, named: str) -> None:
    with pytest.raises(DockerfileError) as refused:
        plan_of(line)
    assert named in str(refused.value)
    assert "--runtime container" in str(refused.value)
    assert refused.value.line == 2


def test_build_arguments_replace_defaults_and_unused_ones_are_noted() -> None:
    text = "ARG V=3.10\nFROM python:$V\nARG V\nARG X=1\nENV A=$X B=$V"
    decided = plan(text, {"X": "2", "V": "3.11", "Z": "9"})
    assert decided.python == "3.11"
    assert decided.config.environment["A"] == "2"
    assert decided.config.environment["B"] == "3.11"
    assert decided.config.notes == ("build arguments not used: Z",)


def test_a_target_ends_the_build_at_its_stage_and_must_exist() -> None:
    text = "FROM python:3.11 AS base\nENV A=1\nFROM base AS full\nENV A=2"
    assert plan(text, target="base").config.environment["A"] == "1"
    assert plan(text).config.environment["A"] == "2"
    with pytest.raises(DockerfileError, match="'other' is not in the Dockerfile"):
        plan(text, target="other")


def test_variables_in_a_run_line_keep_to_their_word() -> None:
    (install,) = [
        s
        for s in plan_of("ENV V='1 && rm x'", 'RUN pip install "six==$V"').steps
        if isinstance(s, PipInstall)
    ]
    assert install.arguments == ("six==1 && rm x",)


WORDS = st.one_of(
    st.sampled_from(
        ["$X", "${X}", "${X:-y}", '""', "''", "a=b", "=", "&&", "-r", "pip", "install"]
    ),
    st.sampled_from(
        ["apt-get", "chmod", "mkdir", "rm", "set", "--chown=0", "--", "AS", "[", '["a"]']
    ),
    st.text(max_size=6),
)


@given(
    st.lists(st.tuples(st.sampled_from(sorted(KEYWORDS)), st.lists(WORDS, max_size=5)), max_size=3)
)
def test_any_instructions_are_planned_or_refused_with_their_line(
    instructions: list[tuple[str, list[str]]],
) -> None:
    lines = ["FROM python:3.11", *(" ".join([keyword, *words]) for keyword, words in instructions)]
    for text in ("\n".join(lines), "\n".join(lines[1:])):
        line = 1
        try:
            plan(text)
        except DockerfileError as refused:
            line = refused.line
        assert 1 <= line <= text.count("\n") + 1
