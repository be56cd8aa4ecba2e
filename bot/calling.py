"""Carries out a call of the command line, and says in a sentence why it cannot."""

import os
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import cast

import uvloop

from bot import logs
from bot.console import Refusal, warn
from bot.lock import AlreadyRunning
from bot.settings import Settings, SettingsFault, read_settings
from community.errors import BaseTooNew, BaseTooOld, BaseUnreachable
from content.faults import ContentFaults

Call = Callable[[Namespace, Settings], Awaitable[int]]

TOO_OLD = "La base de données attend une mise à jour : lancez « palabre migrate »."
TOO_NEW = (
    "La base de données vient d’une version plus récente de Palabre : installez cette version."
)
UNREACHABLE = "La base de données ne s’ouvre pas ({reason}) : vérifiez DATABASE_URL."
BUG = "Pardon, Palabre s’est arrêté sur une erreur : {trace}"
RUNNING = "Palabre tourne déjà sur cette base de données."


def carry_out(arguments: Namespace) -> int:
    """Do what was asked and give the exit code."""
    try:
        settings = read_settings()
        logs.set_up(settings.log)
        return uvloop.run(_carry_out(find(arguments.call), arguments, settings))
    except SettingsFault as fault:
        warn(str(fault))
        return 2
    except ContentFaults as faulty:
        for fault_ in faulty.faults:
            warn(str(fault_))
        return 1
    except Refusal as refusal:
        warn(str(refusal))
        return refusal.code
    except BrokenPipeError:
        # Who read us has left; writing again at exit would complain once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        warn(BUG.format(trace=logs.trace(error)))
        return 1


async def _carry_out(call: Call, arguments: Namespace, settings: Settings) -> int:
    try:
        return await call(arguments, settings)
    except BaseTooOld:
        raise Refusal(TOO_OLD) from None
    except BaseTooNew:
        raise Refusal(TOO_NEW) from None
    except BaseUnreachable as error:
        raise Refusal(UNREACHABLE.format(reason=error.reason)) from None
    except AlreadyRunning:
        raise Refusal(RUNNING) from None


def find(name: str) -> Call:
    """The function of `module:function` under `calls`, imported only when it is called."""
    module, _, function = name.partition(":")
    return cast("Call", getattr(import_module(f"bot.calls.{module}"), function))
