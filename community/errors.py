"""What can be wrong in the community: small exceptions that carry what is needed to say so.

`text` is the name of the words for it under `content/texts/errors.yaml`.
"""


class CommunityError(Exception):
    """A refusal that a person can be told, kindly, by the text of the same name."""

    def __init__(self, **values: object) -> None:
        super().__init__(", ".join(f"{name}={value}" for name, value in values.items()))
        self.values = values

    @property
    def text(self) -> str:
        """The name of the text that says it: `NotAnimator` is `errors.NotAnimator`."""
        return f"errors.{type(self).__name__}"


class NotMember(CommunityError):
    """Only a member may; the person has not consented yet."""


class NotAnimator(CommunityError):
    """Only an animator of this theme may."""


class NotAdministrator(CommunityError):
    """Only an administrator may."""


class UnknownTheme(CommunityError):
    """No theme of that name, or a closed one."""


class UnknownMember(CommunityError):
    """Nobody of that name or address."""


class NotInTheme(CommunityError):
    """The member is not in that theme."""


class LinkExpired(CommunityError):
    """An invitation that is used up, revoked, expired or never was."""


class UnknownExchange(CommunityError):
    """No exchange of that number, or one that is not shown to this person."""


class ExchangeCancelled(CommunityError):
    """The exchange will not take place."""


class ExchangeStarted(CommunityError):
    """It began: nothing can be changed any more."""


class NoRoomForGuests(CommunityError):
    """She has a seat, but there are not enough for those she wants to bring."""


class TooManyGuests(CommunityError):
    """More guests than anybody may bring."""


class NotRegistered(CommunityError):
    """She did not answer that exchange yet."""


class TooManyQuestions(CommunityError):
    """Many of her questions wait for a person already."""


class UnknownQuestion(CommunityError):
    """No question of that number, or one that is kept no more."""


class QuestionTaken(CommunityError):
    """Another person answered it, or put it away."""


class UnknownAnswer(CommunityError):
    """No answer of that number that can be published or changed."""


class ExchangeNotStarted(CommunityError):
    """It did not begin: there is nothing to tell of it yet."""


class NotParticipant(CommunityError):
    """She did not say that she comes to that exchange, or did not come."""


class NoMinutes(CommunityError):
    """No minutes of that exchange are published."""


class NobodyToTell(CommunityError):
    """A message that is for nobody."""


class PastExchange(CommunityError):
    """The time that was asked for an exchange has passed."""


class EndsBeforeStart(CommunityError):
    """An exchange would end before it begins."""


class UnknownPoll(CommunityError):
    """No poll of that number, or of a slot it does not have."""


class PollClosed(CommunityError):
    """Its deadline passed, or it was stopped: nobody answers any more."""


class PollDecided(CommunityError):
    """A date was chosen before: the poll knows its exchange."""


class SlotsUnfit(CommunityError):
    """A poll has 2 to 6 different dates to come, and closes before the first."""


class BaseTooNew(Exception):
    """The database was migrated by a newer release."""


class BaseTooOld(Exception):
    """The database waits for `palabre migrate`."""


class BaseUnreachable(Exception):
    """The database cannot be opened; `reason` is the kind of error, which holds no secret."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnknownDocument(CommunityError):
    """Nothing is joined to an exchange under this number, or not any more."""


class TooManyDocuments(CommunityError):
    """An exchange has as many documents as it can have."""


class DocumentsTooHeavy(CommunityError):
    """The files of an exchange would weigh more than they may."""


class DocumentAwaited(CommunityError):
    """A file that was joined and did not arrive yet."""


class UnknownStory(CommunityError):
    """Nothing of that number is told of a pole."""


class UnknownProposal(CommunityError):
    """No proposal of that number, or its author took it back."""


class ProposalHandled(CommunityError):
    """Somebody published a proposal, or sent it back, meanwhile."""


class StoryTakenBack(CommunityError):
    """Its author withdrew what she told: nobody else reads it, nor shows it again."""
