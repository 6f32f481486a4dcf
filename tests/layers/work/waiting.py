"""Long work for tests: asked for, begun, finished."""

from layers.actor import SYSTEM, Actor
from layers.store.database import Database
from layers.work.asking import NewJob, ask_job
from layers.work.doing import begin_job, finish_job
from layers.work.job_records import Job, ResultFile

PACK = NewJob("00000000-0000-4000-8000-000000000001", "pack", {"area": "776"}, "Gói họp – Quận 8 (cũ)", "vi")
MADE = ResultFile("a" * 64, "goi-hop.pdf", "application/pdf", 1200)
KEEP_DAYS = 7


def ask(database: Database, actor: Actor, wanted: NewJob = PACK) -> bool:
    with database.write(actor, "job.ask") as change:
        return ask_job(change, wanted)


def begin(database: Database, uuid: str = PACK.uuid) -> Job | None:
    with database.write(SYSTEM, "job.begin") as change:
        return begin_job(change, uuid)


def finish(database: Database, mine: Job, made: ResultFile = MADE) -> bool:
    with database.write(SYSTEM, "job.finish") as change:
        return finish_job(change, mine, made, keep_days=KEEP_DAYS)
