#include "ghost.h"

#include <string_view>

#include <fcitx-utils/capabilityflags.h>
#include <fcitx/inputpanel.h>
#include <fcitx/text.h>

using namespace fcitx;

namespace {

// There are no colours; slanted letters are what tells a ghost from typed text. Fcitx's own
// modules for GTK and Qt pass them on, its stand-ins for IBus and for XIM do not.
bool showsSlanted(const InputContext &ic) {
    return ic.frontend() == std::string_view("dbus") &&
           ic.capabilityFlags().test(CapabilityFlag::Preedit) &&
           ic.capabilityFlags().test(CapabilityFlag::FormattedPreedit);
}

} // namespace

void Ghost::moveTo(InputContext *ic) {
    hide();
    last_.clear();
    if (ic) {
        ic_ = ic->watch();
    } else {
        ic_.unwatch();
    }
}

void Ghost::show(const std::string &text, bool popup, const std::string &key) {
    auto *ic = ic_.get();
    if (!ic || (!drawn_ && !ic->inputPanel().empty())) {
        return; // somebody else's panel has the better right
    }
    // What is not accepted is nowhere committed.
    Text ghost(text, TextFormatFlags{TextFormatFlag::Italic, TextFormatFlag::DontCommit});
    last_ = text;
    drawn_ = true;
    if (!popup && showsSlanted(*ic)) {
        ghost.setCursor(0);
        draw(ghost, Text());
    } else {
        ghost.append(key.empty() ? "" : "   " + key);
        draw(Text(), ghost);
    }
}

void Ghost::hide() {
    if (drawn_ && ic_.get()) {
        draw(Text(), Text());
    }
    drawn_ = false;
}

void Ghost::draw(const Text &inside, const Text &beside) {
    auto *ic = ic_.get();
    ic->inputPanel().setClientPreedit(inside);
    ic->inputPanel().setAuxDown(beside);
    ic->updatePreedit();
    ic->updateUserInterface(UserInterfaceComponent::InputPanel, true);
}
