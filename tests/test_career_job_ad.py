"""Job ads: what the title hides, what is required, and what is no ad at all."""

from __future__ import annotations

import pytest
from cited import QUICK_SECONDS, check_citations, seconds
from job_ads import ADS, UNICORN

from advisor.career.job_ad import AdReading, check_ads
from advisor.career.profile import ticked
from advisor.career.profile_text import read_profile
from advisor.career.result import CareerError
from advisor.library.lexicon import Lexicon
from advisor.library.load import Library


@pytest.fixture
def read(shipped_library: Library, shipped_lexicon: Lexicon):  # type: ignore[no-untyped-def]
    def one(ad: str) -> AdReading:
        return check_ads(shipped_library, shipped_lexicon, [ad]).ads[0]

    return one


@pytest.mark.parametrize("name", ADS)
def test_the_duties_tell_the_role_and_the_title_does_not(name: str, read) -> None:  # type: ignore[no-untyped-def]
    titled, truth, ad = ADS[name]
    found = read(ad)
    assert found.titled == titled
    assert found.role == truth
    assert found.shares[0].percent >= 50
    assert sum(one.percent for one in found.shares) <= 101
    assert all(ad[one.words.start : one.words.end] == one.words.text for one in quotes(found))


def quotes(found: AdReading):  # type: ignore[no-untyped-def]
    return [quote for share in found.shares for quote in share.quotes]


def test_titled_ml_engineer_reads_data_engineer(read) -> None:  # type: ignore[no-untyped-def]
    found = read(ADS["liar_mle_is_de"][2])
    assert found.sentence.startswith("Titled ML engineer, it reads 9")
    assert " % data engineer" in found.sentence
    said = [quote.words.text for quote in found.shares[0].quotes]
    assert "Schedule and monitor Airflow DAGs, handle retries and backfills" in said
    airflow = next(one for one in found.shares[0].quotes if "Airflow" in one.words.text)
    assert airflow.evidence.path == "roles/data-engineer.md"
    assert "retries" in airflow.evidence.text
    assert "a data engineer, whatever the title says" in found.evidence.text


def test_an_honest_ad_is_called_so(read) -> None:  # type: ignore[no-untyped-def]
    found = read(ADS["honest_ai"][2])
    assert found.sentence.startswith("Titled AI engineer, and it is one: it reads")


def test_two_jobs_in_one_are_a_mixture(read) -> None:  # type: ignore[no-untyped-def]
    engineer = "- Build pipelines from APIs to PostgreSQL, schedule them with Airflow, load Kafka\n"
    scientist = "- Design A/B tests, test hypotheses, estimate causal effects for the product\n"
    found = read(f"Data Unicorn\nDuties\n{engineer}{scientist}")
    shares = {one.role: one.percent for one in found.shares}
    assert 35 <= shares["data-engineer"] <= 65
    assert 35 <= shares["data-scientist"] <= 65
    assert found.titled is None
    assert found.title == "Data Unicorn"


def test_four_jobs_under_one_title_are_a_mixture_and_no_duty_is_lost(read) -> None:  # type: ignore[no-untyped-def]
    found = read(UNICORN)
    assert found.sentence.startswith("Titled data scientist, it reads as a mixture: ")
    shares = {one.role: one.percent for one in found.shares}
    assert set(shares) >= {"ml-engineer", "data-engineer", "data-scientist"}
    assert max(shares.values()) < 50
    assert all(share.quotes for share in found.shares)
    quoted = [quote.words.text for quote in quotes(found)]
    assert any(line.startswith("Build and schedule ETL pipelines") for line in quoted)
    assert {"etl-and-elt", "snowflake"} <= {one.id for one in found.required}


def test_what_is_not_needed_speaks_for_nobody(read) -> None:  # type: ignore[no-untyped-def]
    found = read(ADS["da_is_ae"][2])
    assert all("do not need" not in quote.words.text for quote in quotes(found))


def test_a_later_line_that_accepts_something_else_counts(read) -> None:  # type: ignore[no-untyped-def]
    found = read(ADS["ai_is_da"][2])
    tableau = next(one for one in found.required if one.id == "tableau")
    assert (tableau.alternatives, tableau.quote.text) == (("power-bi",), "Tableau or Power BI")


def test_required_and_nice_to_have_by_headings_and_wording(read) -> None:  # type: ignore[no-untyped-def]
    found = read(
        "Data Engineer\n\nAbout us\nWe love Tableau.\n\nWhat you will do\n"
        "- Build pipelines in Airflow\n\nRequirements\n- Python and SQL\n- Terraform is a plus\n"
        "- You don't need to know Scala\n- Kafka; Flink would be nice\n- No Hadoop needed\n\n"
        "Nice to have\n- Docker\n- Spark is required\n\nBenefits\n- Excel courses\n"
    )
    required = {one.id for one in found.required}
    nice = {one.id for one in found.nice}
    assert required >= {"airflow", "python", "sql", "apache-kafka", "apache-spark"}
    assert nice == {"terraform", "apache-flink", "docker"}
    assert not (required | nice) & {"tableau", "excel", "hadoop", "jvm-languages"}


def test_or_means_either(read) -> None:  # type: ignore[no-untyped-def]
    found = read(
        "Data analyst\nRequirements\n- SQL, Tableau or Power BI, AWS/GCP\n"
        "- Snowflake, BigQuery or Redshift for reports and dashboards of all kinds\n"
    )
    accepted = {one.id: set(one.alternatives) for one in found.required}
    assert accepted["tableau"] == {"power-bi"}
    assert accepted["aws"] == {"google-cloud"}
    assert accepted["snowflake"] == {"bigquery", "redshift"}
    assert accepted["sql"] == set()


def test_against_a_profile(shipped_library: Library, shipped_lexicon: Lexicon) -> None:
    profile = read_profile(
        "I know SQL and Power BI. No Kubernetes yet. I used Dagster.", shipped_lexicon
    )
    ad = (
        "Data engineer\nRequirements\n- SQL, Kubernetes, Airflow, Tableau or Power BI\n"
        "- Build pipelines and keep them running for everybody in the company\n"
    )
    (found,) = check_ads(shipped_library, shipped_lexicon, [ad], profile).ads
    verdicts = {one.id: (one.verdict, one.why) for one in found.required}
    assert verdicts["sql"][0] == "have"
    assert verdicts["kubernetes"] == (
        "missing",
        "You wrote “No Kubernetes yet.”, which reads as not having it.",
    )
    assert verdicts["airflow"][0] == "partly"
    assert verdicts["tableau"][0] == "have"
    assert verdicts["tableau"][1].startswith("Power BI is accepted instead.")


def test_several_ads_together(shipped_library: Library, shipped_lexicon: Lexicon) -> None:
    ads = [ADS[name][2] for name in ("liar_mle_is_de", "platform_titled_de", "ds_honest")]
    found = check_ads(shipped_library, shipped_lexicon, ads, ticked("sql"))
    asked = {one.id: one for one in found.asked}
    assert (asked["airflow"].required_in, asked["airflow"].nice_in) == (2, 0)
    assert (asked["kubernetes"].required_in, asked["kubernetes"].nice_in) == (1, 1)
    assert asked["sql"].verdict == "have"
    counts = [one.required_in for one in found.asked]
    assert counts == sorted(counts, reverse=True)


def test_every_line_is_cited(shipped_library: Library, shipped_lexicon: Lexicon) -> None:
    for profile in (None, ticked("python", "airflow")):
        ads = [ad for _, _, ad in list(ADS.values())[:5]]
        found = check_ads(shipped_library, shipped_lexicon, ads, profile)
        for ad in found.ads:
            assert ad.evidence.found
            assert all(quote.evidence.found for quote in quotes(ad))
            for one in (*ad.required, *ad.nice):
                assert one.evidence
                assert all(cited.found for cited in one.evidence)
        check_citations(shipped_library, found)


def test_a_text_about_something_else(read) -> None:  # type: ignore[no-untyped-def]
    found = read(
        "We bake cakes and sell them in our shop. You will stand at the counter and smile at "
        "people every day of the week."
    )
    assert found.shares == ()
    assert found.sentence == "No line of it names a duty or a skill that the library knows."


TWO = "{}\n\n{}".format(ADS["liar_mle_is_de"][2], ADS["ds_honest"][2])
GERMAN = (
    "Wir suchen einen Data Engineer mit Erfahrung in Python und SQL für unser Team in Berlin. "
    "Sie bauen die Pipelines und arbeiten mit den Analysten."
)


@pytest.mark.parametrize(
    ("ads", "match"),
    [
        ([], "There are 0 ads; paste one to 5"),
        ([ADS["honest_ai"][2]] * 6, "There are 6 ads; paste one to 5"),
        ([" \n "], "The ad is empty; paste the text of a job ad"),
        ([ADS["honest_ai"][2], ""], "Ad 2 is empty"),
        (["Data engineer wanted"], "only 3 words; paste its duties"),
        ([TWO], "holds more than one ad; paste each of them on its own"),
        ([GERMAN], "The ad is in German, and only English is read here"),
        (["pipeline " * 3000], "has 27,000 characters, and the limit is 20,000"),
    ],
)
def test_what_is_no_ad_gets_one_sentence(
    ads: list[str], match: str, shipped_library: Library, shipped_lexicon: Lexicon
) -> None:
    with pytest.raises(CareerError, match=match) as caught:
        check_ads(shipped_library, shipped_lexicon, ads)
    assert "\n" not in str(caught.value)


def test_it_is_quick(shipped_library: Library, shipped_lexicon: Lexicon) -> None:
    ad, profile = ADS["liar_mle_is_de"][2], ticked("sql", "python")
    work = lambda: check_ads(shipped_library, shipped_lexicon, [ad], profile)  # noqa: E731
    assert seconds(work) < QUICK_SECONDS
