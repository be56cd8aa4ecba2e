"""`palabre run` with a mailbox, as who installs it starts it."""

from pathlib import Path

import pytest

from tests.calls import palabre, start, wait_for
from tests.mail_lab import MailLab
from tests.mail_stage import MailBot, Writer, body, until
from tests.servers import Postgres, free_port

QUESTION = "c'est quoi un ptce ?"


@pytest.fixture
def bot(mail_lab: MailLab, tmp_path: Path) -> MailBot:
    return MailBot(mail_lab, f"sqlite:///{tmp_path}/palabre.db")


async def test_mail_alone_is_enough(mail_lab: MailLab, bot: MailBot, tmp_path: Path) -> None:
    marie = Writer(mail_lab)
    with start(tmp_path, "run", **bot.environment) as process:
        wait_for(process, f"Palabre relève la boîte {bot.address}.")
        marie.write(bot.address, QUESTION)
        (answer,) = await marie.got(1)
        process.terminate()
        assert process.wait(timeout=10) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert "pôle territorial de coopération économique" in body(answer)


async def test_a_worker_reads_what_the_web_leaves(
    mail_lab: MailLab, postgres: Postgres, postgres_template: str, tmp_path: Path
) -> None:
    url = postgres.create("palabre_mail_run", postgres_template)
    bot, marie = MailBot(mail_lab, url), Writer(mail_lab)
    settings = bot.environment | {"PORT": str(free_port())}
    with start(tmp_path, "run", "--web", **settings) as web:
        wait_for(web, "« run --worker » relève la boîte")
        marie.write(bot.address, QUESTION)
        await until(lambda: bot.folder("") == 1)
        with start(tmp_path, "run", "--worker", **settings) as worker:
            wait_for(worker, "Palabre relève la boîte")
            await marie.got(1)
            assert bot.folder("") == 0
            worker.terminate()
        web.terminate()


def test_half_a_mail_door_is_named_in_one_line(bot: MailBot, tmp_path: Path) -> None:
    settings = bot.environment
    del settings["PALABRE_SMTP_URL"]
    done = palabre(tmp_path, "run", **settings)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("PALABRE_SMTP_URL : absent, alors que")
    assert done.stderr.count("\n") == 1
