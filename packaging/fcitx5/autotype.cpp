// Autotype in Fcitx 5: it passes on what happens in the field that has the focus, and draws the
// ghost text that it is told to. What is suggested, and what a key does, is decided in Python.
//
// It is a module beside the user's keyboard layouts, not an input method that has to be chosen.
// Keys that type go to the application at once; only the others wait, shortly, for an answer.

#include "channel.h"
#include "ghost.h"

#include <algorithm>
#include <chrono>

#include <fcitx-utils/capabilityflags.h>
#include <fcitx-utils/key.h>
#include <fcitx-utils/utf8.h>
#include <fcitx/addonfactory.h>
#include <fcitx/addoninstance.h>
#include <fcitx/addonmanager.h>
#include <fcitx/event.h>
#include <fcitx/inputcontext.h>
#include <fcitx/inputmethodentry.h>
#include <fcitx/instance.h>
#include <fcitx/surroundingtext.h>

namespace {

using namespace fcitx;
using std::chrono::steady_clock;

// How long a key that is not text waits for an answer. A person notices about twice as much.
constexpr std::chrono::milliseconds patience(50);
// A process that has not answered for so long is replaced by another.
constexpr std::chrono::seconds hopeless(5);
// Characters around the caret that are of interest, as far as the longest context reaches.
constexpr size_t before = 8192, after = 2048;

// What says that a field is not for words; a change of it is a change of the field.
const CapabilityFlags kinds{CapabilityFlag::Password, CapabilityFlag::Sensitive,
                            CapabilityFlag::Email,    CapabilityFlag::Digit,
                            CapabilityFlag::Url,      CapabilityFlag::Dialable,
                            CapabilityFlag::Number,   CapabilityFlag::Terminal,
                            CapabilityFlag::Date,     CapabilityFlag::Time,
                            CapabilityFlag::Disable};

class Autotype : public AddonInstance {
public:
    explicit Autotype(Instance *instance)
        : instance_(instance),
          channel_(instance->eventLoop(), [this](const Fields &fields) { hear(fields); },
                   [this] { lost(); }) {
        using Phase = EventWatcherPhase;
        watch(EventType::InputContextFocusIn, Phase::PostInputMethod, &Autotype::focused);
        watch(EventType::InputContextSwitchInputMethod, Phase::PostInputMethod,
              &Autotype::switched);
        watch(EventType::InputContextCapabilityChanged, Phase::PostInputMethod,
              &Autotype::switched);
        watch(EventType::InputContextFocusOut, Phase::PreInputMethod, &Autotype::blurred);
        watch(EventType::InputContextDestroyed, Phase::PreInputMethod, &Autotype::blurred);
        watch(EventType::InputContextReset, Phase::PostInputMethod, &Autotype::reset);
        watch(EventType::InputContextSurroundingTextUpdated, Phase::PostInputMethod,
              &Autotype::reported);
        watch(EventType::InputContextCommitString, Phase::PostInputMethod, &Autotype::committed);
        watch(EventType::InputContextKeyEvent, Phase::PreInputMethod, &Autotype::keyBefore);
        watch(EventType::InputContextKeyEvent, Phase::PostInputMethod, &Autotype::keyAfter);
        channel_.open();
    }

private:
    void watch(EventType type, EventWatcherPhase phase, void (Autotype::*handle)(Event &)) {
        watchers_.push_back(instance_->watchEvent(type, phase, [this, handle](Event &event) {
            auto *ic = static_cast<InputContextEvent &>(event).inputContext();
            if (event.type() == EventType::InputContextFocusIn || (ic && ic == ic_.get())) {
                (this->*handle)(event);
            }
        }));
    }

    // The field that has the focus.

    void focused(Event &event) {
        leave();
        auto *ic = static_cast<InputContextEvent &>(event).inputContext();
        ic_ = ic->watch();
        ghost_.moveTo(ic);
        channel_.open();
        enter();
    }

    void switched(Event &) {
        if (kindOf() != kind_) {
            leave();
            enter();
        }
    }

    void blurred(Event &event) {
        if (event.type() == EventType::InputContextDestroyed) {
            ghost_.forget();
        }
        leave();
        ghost_.moveTo(nullptr);
        ic_.unwatch();
    }

    // Returns what the field is for; "-" while an input method composes what is typed.
    std::string kindOf() const {
        const auto *entry = instance_->inputMethodEntry(ic_.get());
        if (entry && entry->addon() != "keyboard") {
            return "-";
        }
        return std::to_string((ic_.get()->capabilityFlags() & kinds).toInteger());
    }

    void enter() {
        kind_ = kindOf();
        if (ready_ && kind_ != "-") {
            tell("focus", {ic_.get()->program(), kind_});
        }
    }

    void leave() {
        ghost_.hide();
        pending_ = false;
        if (listening_ || asked()) {
            listening_ = false;
            tell("blur");
        }
    }

    // What happens in it.

    // Whether a ghost outlives this is not decided here; it would be drawn again.
    void reset(Event &) { moved(); }

    void moved() {
        ghost_.hide();
        if (listening_) {
            tell("moved");
        } else {
            channel_.send({"moved", std::to_string(number_)});
        }
    }

    void reported(Event &) { reportText(); }

    void reportText() {
        const auto &around = ic_.get()->surroundingText();
        if (!listening_ || !around.isValid() ||
            !ic_.get()->capabilityFlags().test(CapabilityFlag::SurroundingText)) {
            return;
        }
        const auto &text = around.text();
        size_t caret = around.cursor(), dropped = caret > before ? caret - before : 0;
        auto from = utf8::nextNChar(text.begin(), dropped);
        auto middle = utf8::nextNChar(from, caret - dropped);
        auto rest = std::min(utf8::lengthValidated(middle, text.end()), after);
        auto anchor = std::clamp<size_t>(around.anchor(), dropped, caret + rest) - dropped;
        channel_.send({"text", std::to_string(caret - dropped), std::to_string(anchor),
                       std::string(from, utf8::nextNChar(middle, rest))});
    }

    // Text that the layout's engine puts together, from a dead key for instance.
    void committed(Event &event) {
        auto text = static_cast<CommitStringEvent &>(event).text();
        if (!inserting_ && listening_ && text != passed_) {
            pending_ = false;
            ghost_.hide();
            tell("typed", {text});
        }
        passed_.clear();
    }

    void keyBefore(Event &event) {
        auto &key = static_cast<KeyEvent &>(event);
        if (key.rawKey().isModifier() && listening_) {
            channel_.send({"modifier", std::to_string(key.rawKey().sym()),
                           key.isRelease() ? "0" : "1"});
        }
        if (key.isRelease() || key.rawKey().isModifier()) {
            return;
        }
        passed_.clear();
        if (!listening_) {
            if (asked()) {
                moved();
            } else if (!ready_ && kind_ == "0") {
                channel_.open();
            }
            return;
        }
        if (pending_) {
            moved(); // somebody else kept the last key; what it did is not known
        }
        ghost_.hide();
        offered_ = ghost_.last();
        pending_ = types(key.rawKey());
        if (pending_) {
            return;
        }
        if (answered_ < asked_) { // it hangs: the keys go on
            tellKey(key, false);
            if (steady_clock::now() - askedAt_ > hopeless) {
                channel_.close();
            }
            return;
        }
        kept_ = refused_ = false;
        asked_ = number_ + 1;
        askedAt_ = steady_clock::now();
        waiting_ = true;
        tellKey(key, true);
        bool came = channel_.wait([this] { return answered_ >= asked_; }, patience);
        waiting_ = false;
        if (came && kept_) {
            key.filterAndAccept();
        }
    }

    void keyAfter(Event &event) {
        auto &key = static_cast<KeyEvent &>(event);
        if (pending_ && !key.isRelease() && !key.rawKey().isModifier()) {
            pending_ = false;
            passed_ = Key::keySymToUTF8(key.rawKey().sym());
            tellKey(key, false);
        }
    }

    // Returns whether a key types a character and cannot ask for anything.
    bool types(const Key &key) const {
        const KeyStates commands{KeyState::Ctrl, KeyState::Alt, KeyState::Super, KeyState::Super2,
                                 KeyState::Hyper, KeyState::Hyper2, KeyState::Meta};
        auto unicode = Key::keySymToUnicode(key.sym());
        return unicode >= 0x20 && unicode != 0x7f && !(key.states() & commands) &&
               actions_.find(Key::keySymToUTF8(key.sym())) == std::string::npos;
    }

    // What is said and heard. Every event that makes a suggestion outdated has a number; what
    // was decided before the last one is neither drawn nor inserted.

    void tell(const std::string &what, Fields fields = {}) {
        fields.insert(fields.begin(), {what, std::to_string(++number_)});
        channel_.send(fields);
    }

    void tellKey(const KeyEvent &key, bool waits) {
        tell("key", {std::to_string(key.rawKey().sym()),
                     std::to_string(static_cast<uint32_t>(key.rawKey().states())),
                     waits ? "1" : "0"});
    }

    // Whether it is not known yet whether the field may be listened to.
    bool asked() const { return ready_ && decided_ != number_; }

    void hear(const Fields &fields) {
        const auto &what = fields[0];
        auto number = fields.size() > 1 ? std::strtoull(fields[1].c_str(), nullptr, 10) : 0;
        auto text = fields.size() > 2 ? fields[2] : std::string();
        bool current = number == number_ && ic_.get();
        if (what == "ready") {
            ready_ = true;
            actions_ = text;
            takes_ = fields.size() > 3 ? fields[3] : "";
            if (ic_.get()) {
                enter();
            }
        } else if (what == "listen" && current) {
            decided_ = number;
            listening_ = text == "1";
            reportText();
        } else if (what == "show" && current && listening_ && fields.size() > 3) {
            ghost_.show(text, fields[3] == "1", takes_);
        } else if (what == "hide") {
            ghost_.hide();
        } else if (what == "insert") {
            insert(text, 0, current && listening_ && waiting_);
        } else if (what == "replace" && fields.size() > 3) {
            auto replaces = static_cast<unsigned int>(std::strtoul(fields[3].c_str(), nullptr, 10));
            insert(text, replaces, current && listening_ && waiting_);
        } else if (what == "kept") {
            answered_ = number;
            kept_ = text == "1" && !refused_;
        }
    }

    // In place of so many characters before the caret: those of a shortcut.
    void insert(const std::string &text, unsigned int replaces, bool wanted) {
        // What is inserted was on the screen when the key was pressed that waits for it.
        wanted = wanted && (!replaces || ic_.get()->surroundingText().isValid());
        if (!wanted || offered_.find(text) == std::string::npos) {
            refused_ = true;
            channel_.send({"undone", std::to_string(number_)});
            return;
        }
        ghost_.hide();
        inserting_ = true;
        if (replaces) {
            ic_.get()->deleteSurroundingText(-static_cast<int>(replaces), replaces);
        }
        ic_.get()->commitString(text);
        inserting_ = false;
    }

    void lost() {
        ghost_.hide();
        ready_ = listening_ = pending_ = false;
        answered_ = asked_;
    }

    Instance *instance_;
    Channel channel_;
    std::vector<std::unique_ptr<HandlerTableEntry<EventHandler>>> watchers_;
    TrackableObjectReference<InputContext> ic_;
    Ghost ghost_;
    std::string kind_, actions_, takes_, offered_, passed_;
    uint64_t number_ = 0, decided_ = 0, asked_ = 0, answered_ = 0;
    steady_clock::time_point askedAt_{};
    bool ready_ = false, listening_ = false, waiting_ = false, kept_ = false;
    bool inserting_ = false, refused_ = false;
    // A key that types, until the application has it.
    bool pending_ = false;
};

class Factory : public AddonFactory {
    AddonInstance *create(AddonManager *manager) override {
        return new Autotype(manager->instance());
    }
};

} // namespace

FCITX_ADDON_FACTORY(Factory);
