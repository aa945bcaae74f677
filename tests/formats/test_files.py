"""Bundles on disk and in bytes: whole or not at all, in the chosen folder, and the same on every machine."""

import hashlib
import io
import json
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.canonical import canonical_json, digest
from planner.domain.consent import required_scopes
from planner.domain.errors import PlannerError
from planner.formats import bundle
from planner.formats.archive import MOST_FILES, pack, unpack
from planner.formats.bundle import export_facts, read_bundle, seal
from planner.formats.documents import scope_check_jsonld
from planner.formats.files import bundle_name, write_atomically
from planner.formats.records import format_ledger_export, parse_canonical, parse_ledger_export
from tests.domain.campaigning import SNAPSHOT_ON, brief, campaign, catalogue, vocabulary
from tests.formats.builders import KEY, Release, a_list, check_record, release, scope_check

NAMES = st.text(st.sampled_from("abcXYZ019._-"), min_size=1, max_size=20).filter(lambda name: name[0].isalnum())


@given(st.dictionaries(NAMES, st.binary(max_size=50), max_size=6))
def test_files_survive_their_archive_and_others_can_open_it(files: dict[str, bytes]) -> None:
    data = pack(files)
    assert unpack(data) == files
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files


@pytest.mark.parametrize(
    "name", ["", "../x", "/x", "a/b", "a\\b", ".x", "-x", "x" * 65, "é", "a b", "a\n", "C:x", "\0"]
)
def test_no_archive_is_made_with_a_name_that_leads_elsewhere(name: str) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        pack({name: b""})


def test_no_archive_is_made_of_too_many_files() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        pack({f"x{number}": b"" for number in range(MOST_FILES + 1)})


def test_the_same_list_is_the_same_bundle() -> None:
    one, other = release(a_list()), release(a_list())
    assert one.bundle == other.bundle
    assert set(read_bundle(one.bundle)) == {*one.content.files, *bundle.OUTSIDE}


def test_the_manifest_names_every_file_that_is_not_made_from_it() -> None:
    made = release(a_list(), formats=("csv", "sql"))
    manifest = parse_canonical(made.content.manifest)
    files = read_bundle(made.bundle)
    assert set(manifest["files"]) == set(files) - set(bundle.OUTSIDE)
    for name, told in manifest["files"].items():
        assert told == {"sha256": hashlib.sha256(files[name]).hexdigest(), "size": len(files[name])}
    assert {name for name in files if name.endswith(".sql")} == set(bundle.CONDITIONS["sql"])


@pytest.mark.parametrize("formats", [(), ("json",), ("csv", "mautic"), bundle.FORMATS])
def test_the_page_of_a_bundle_lists_every_file_in_it_and_says_what_it_is(formats: tuple[str, ...]) -> None:
    files = read_bundle(release(a_list(), formats=formats).bundle)
    page = files["README.html"].decode()
    told = dict(re.findall(r"<li><code>([^<]+)</code> ([^<]*)</li>", page[page.index("<h2>Files</h2>") :]))
    assert set(told) == set(files)
    assert all(told.values())


@pytest.mark.parametrize("formats", [(), ("json",), ("csv", "sql"), bundle.FORMATS])
def test_as_many_files_are_begun_as_are_counted_before(formats: tuple[str, ...]) -> None:
    begun: list[str] = []
    made = release(a_list())
    check = made.ledger.entries[made.listing.check_index]
    content = bundle.bundle_content(
        made.listing,
        formats=formats,
        begin=begun.append,
        check=check,
        vkey=KEY.verifier.vkey,
        software="0.1.0",
        verifier=b"",
    )
    assert len(begun) == len(set(begun)) == bundle.file_count(formats)
    assert "list.json" in content.files


def test_the_export_entry_binds_the_manifest() -> None:
    made = release(a_list())
    facts = export_facts(made.content)
    assert facts["manifest_digest"] == hashlib.sha256(made.content.manifest).hexdigest()
    assert json.loads(made.evidence.entry)["facts"] == facts


def test_a_bundle_is_not_sealed_with_proofs_of_two_checkpoints() -> None:
    made = release(a_list())
    stray = replace(made.evidence, check_proof=replace(made.evidence.check_proof, checkpoint="another"))
    with pytest.raises(ValueError, match="one checkpoint"):
        seal(made.content, stray)


def test_an_unknown_format_is_our_own_mistake() -> None:
    with pytest.raises(KeyError):
        release(a_list(), formats=("pdf",))


def report_of(made: Release) -> list[dict[str, object]]:
    return list(json.loads(made.content.files["loss-report.json"]))


def test_the_loss_report_says_each_thing_once_a_target() -> None:
    told = [(loss["target"], loss["message"]) for loss in report_of(release(a_list()))]
    assert len(set(told)) == len(told)
    assert {target for target, _ in told} == {"sql", "unomi", "mautic"}
    assert report_of(release(a_list(), formats=("csv",))) == []


DPV_TERMS = {
    *("Process", "PersonalDataProcess", "hasProcess"),
    *("Compliant", "NonCompliant", "ComplianceUnknown", "hasComplianceStatus"),
    *("ConsentGiven", "ConsentUnknown", "hasConsentStatus"),
    *("hasLegalBasis", "PrivacyNotice", "hasNotice"),
    *("Anonymisation", "Deidentification", "hasTechnicalOrganisationalMeasure"),
    *("Aggregate", "Filter", "hasProcessing", "hasPurpose"),
    *("UntilTimeDuration", "IndeterminateDuration", "hasDuration"),
    *("DataController", "ThirdParty", "hasRecipient"),
}
"""Terms of DPV 2.3 that a scope check may be told in, besides the purposes of the vocabulary."""
DPV = "https://w3id.org/dpv#"


def told_of(record: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(scope_check_jsonld(record, index=5, entry_digest="e" * 64))
    return told


def requested(**changes: Any) -> dict[str, Any]:
    """The document of a check of the spring campaign with another brief."""
    about = campaign(brief=brief(**changes))
    needed = required_scopes(about.brief, catalogue=catalogue())
    return told_of(json.loads(canonical_json(scope_check(a_list(), campaign=about, requirement=needed).to_json())))


def terms_of(node: Any) -> Iterator[str]:
    """Every term that a JSON-LD node is written in: its keys, types and links, links in their long form too."""
    match node:
        case dict():
            for key, value in node.items():
                if key in ("@id", "@type"):
                    yield from [value] if isinstance(value, str) else value
                elif not key.startswith("@"):
                    yield key
                    yield from terms_of(value)
        case list():
            for each in node:
                yield from terms_of(each)


def test_the_scope_check_is_told_in_the_terms_of_the_data_privacy_vocabulary() -> None:
    listing = a_list()
    told = told_of(check_record(listing))
    (process,) = told["dpv:hasProcess"]
    assert told["dpv:hasComplianceStatus"] == [{"@id": "dpv:Compliant"}]
    assert told["dpv:hasLegalBasis"] == [{"@id": "https://w3id.org/dpv/legal/eu/gdpr#A6-1-a"}]
    assert [(each["@type"], each["shoal:people"]) for each in process["dpv:hasConsentStatus"]] == [
        (["dpv:ConsentGiven"], listing.reachable),
        (["dpv:ConsentUnknown"], listing.reach - listing.reachable),
    ]
    assert all(isinstance(value, list) for key, value in told.items() if key.startswith(("dpv:", "dct:")))


def test_the_scope_check_tells_the_campaigns_purpose_and_channel_not_the_wider_ones_of_the_consent() -> None:
    for purpose, term in [("direct-marketing", "DirectMarketing"), ("social-media-marketing", "SocialMediaMarketing")]:
        (process,) = requested(purposes=(purpose,))["dpv:hasProcess"]
        assert process["dpv:hasPurpose"] == [{"@id": DPV + term}]
        assert process["shoal:channel"] == ["email"]
        (permission,) = process["shoal:permittedBy"]
        assert permission["shoal:agreedPurpose"] == [{"@id": f"{DPV}Marketing"}]
    (profiled,) = requested(purposes=("profiling",), channel="web")["dpv:hasProcess"]
    assert profiled["shoal:channel"] == ["web"]
    assert [each["shoal:agreedChannel"] for each in profiled["shoal:permittedBy"]] == [["any"]]


def test_the_scope_check_tells_notice_recipients_and_how_long() -> None:
    told = requested()
    (process,) = told["dpv:hasProcess"]
    (notice,), (during,), (recipient,) = told["dpv:hasNotice"], process["dpv:hasDuration"], process["dpv:hasRecipient"]
    assert (notice["@type"], notice["dct:hasVersion"]) == (["dpv:PrivacyNotice"], ["4"])
    assert notice["dct:issued"] == [{"@type": "xsd:date", "@value": "2026-06-01"}]
    assert [during[key][0]["@value"] for key in ("shoal:from", "shoal:until")] == ["2027-03-10", "2027-03-31"]
    (consent,) = process["shoal:permittedBy"][0]["dpv:hasDuration"]
    assert consent["shoal:until"][0]["@value"] == str(SNAPSHOT_ON + timedelta(days=1_095))
    assert (recipient["@type"], recipient["shoal:thirdParties"]) == (["dpv:DataController"], 0)
    (shared,) = requested(recipients=("Acme",))["dpv:hasProcess"]
    assert shared["dpv:hasRecipient"][0]["@type"] == ["dpv:ThirdParty"]
    assert shared["dpv:hasRecipient"][0]["shoal:recipientsDigest"] == digest(["Acme"])
    (ads,) = requested(channel="ads", purposes=("targeted-advertising",), platform="meta")["dpv:hasProcess"]
    assert (ads["dpv:hasRecipient"][0]["@type"], ads["dpv:hasRecipient"][0]["shoal:platform"]) == (
        ["dpv:ThirdParty"],
        ["meta"],
    )


@pytest.mark.parametrize("purpose", vocabulary().purposes)
def test_a_scope_check_is_told_in_terms_that_there_are(purpose: str) -> None:
    purposes = {each.dpv for each in vocabulary().purposes.values()}
    for changes in ({}, {"channel": "web"}, {"channel": "ads", "platform": "meta"}, {"recipients": ("Acme",)}):
        told = requested(purposes=(purpose,), **changes)
        found = {term.replace("dpv:", DPV) for term in terms_of(told) if term.startswith(("dpv:", DPV))}
        assert found
        assert found <= {DPV + term for term in DPV_TERMS} | purposes
        others = {term.partition(":")[0] for term in terms_of(told) if not term.startswith(("dpv:", "http"))}
        assert others <= {*told["@context"], "urn"}


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        ("pass", "Compliant"),
        ("warn", "Compliant"),
        ("block", "NonCompliant"),
        ("unknown", "ComplianceUnknown"),
        ("?", "ComplianceUnknown"),
    ],
)
def test_a_check_that_did_not_pass_is_never_told_as_compliance(decision: str, status: str) -> None:
    data = scope_check_jsonld(check_record(a_list(), decision=decision), index=5, entry_digest="e" * 64)
    assert json.loads(data)["dpv:hasComplianceStatus"] == [{"@id": f"dpv:{status}"}]


def test_a_ledger_survives_its_export() -> None:
    made = release(a_list())
    ledger = parse_ledger_export(format_ledger_export(made.ledger.entries, made.ledger.checkpoint))
    assert list(ledger.entries) == made.ledger.entries
    assert ledger.checkpoint == made.ledger.checkpoint


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (b"\n", 1),
        (b"{}\n", 1),
        (b'{"a": 1}\n', 1),
        (b'{"checkpoint":"x","schema":"shoal.ledger.v1"}\n[]\n', 2),
    ],
)
def test_a_damaged_ledger_copy_is_refused_with_the_line(data: bytes, line: int) -> None:
    with pytest.raises(PlannerError, match=f"line={line}"):
        parse_ledger_export(data)


def test_a_file_is_written_whole_with_the_rights_that_files_have_here(tmp_path: Path) -> None:
    target = tmp_path / "bundle.zip"
    write_atomically(target, b"first")
    write_atomically(target, b"second")
    assert target.read_bytes() == b"second"
    assert [path.name for path in tmp_path.iterdir()] == ["bundle.zip"]
    (tmp_path / "plain").touch()
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


def test_a_link_in_the_targets_place_is_replaced_and_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    target = tmp_path / "bundle.zip"
    target.symlink_to(elsewhere)
    write_atomically(target, b"new")
    assert (elsewhere.read_bytes(), target.read_bytes(), target.is_symlink()) == (b"mine", b"new", False)


def test_a_folder_that_is_not_there_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="file-not-written"):
        write_atomically(tmp_path / "absent" / "bundle.zip", b"x")


def test_a_target_that_cannot_be_replaced_leaves_the_old_one_and_no_rest(tmp_path: Path) -> None:
    target = tmp_path / "bundle.zip"
    target.mkdir()
    (target / "kept").touch()
    with pytest.raises(PlannerError, match="file-not-written"):
        write_atomically(target, b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["bundle.zip"]


def test_a_target_that_is_busy_for_a_while_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    busy, pauses = [PermissionError(13, "busy")] * 2, list[float]()
    replace_for_real = Path.replace

    def replace_when_free(self: Path, target: Path) -> Path:
        if busy:
            raise busy.pop()
        return replace_for_real(self, target)

    monkeypatch.setattr(Path, "replace", replace_when_free)
    write_atomically(tmp_path / "x", b"data", pause=pauses.append)
    assert (tmp_path / "x").read_bytes() == b"data"
    assert len(pauses) == 2


HOSTILE_NAMES = [
    *("../../x", "/abs", "\\\\server\\share", "C:\\x", "x:y", "CON", "nul.txt", "COM1", "a.", "a ", "..", ".", ""),
    *(
        "\u202egpj.exe",
        "e\u0301",
        "é",
        "漢字",
        "\0",
        "a\nb",
        "x" * 400,
        "~",
        "$HOME",
        "%PATH%",
        "-rf",
        "a/b",
        "a\\b",
        "|",
        "*?",
    ),
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
@pytest.mark.parametrize("mark", ["c-2041", "../..", "", "é/ü"])
def test_a_bundles_name_never_leads_out_of_the_chosen_folder(name: str, mark: str, tmp_path: Path) -> None:
    told = bundle_name(name, mark)
    assert len(told) <= 120
    assert set(told) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert told.startswith("shoal")
    assert told.endswith(".zip")
    assert not told.removesuffix(".zip").endswith((".", "-", " "))
    path = tmp_path / told
    write_atomically(path, b"x")
    assert Path(os.path.realpath(path)).parent == Path(os.path.realpath(tmp_path))


def test_a_bundle_is_named_after_its_campaign_once_and_never_like_an_earlier_release() -> None:
    assert bundle_name("Spring hiking", "spring-hiking") == "shoal-spring-hiking.zip"
    assert bundle_name("Spring hiking", "spring-hiking-2") == "shoal-spring-hiking-2.zip"
    assert bundle_name("Renamed", "spring-hiking") == "shoal-renamed-spring-hiking.zip"
    assert bundle_name("漢字", "campaign") == "shoal-campaign.zip"
    assert bundle_name("Spring hiking", "spring-hiking", number=3) == "shoal-spring-hiking-bundle-3.zip"


def test_long_ids_that_begin_alike_get_different_bundles() -> None:
    first, second = "x" * 80, "x" * 79 + "y"
    assert bundle_name(first, first) != bundle_name(second, second)
