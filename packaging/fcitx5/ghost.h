// The ghost text on the screen: in the program's text where that can be seen, else beside it.
#pragma once

#include <string>

#include <fcitx/inputcontext.h>

class Ghost {
public:
    // The field to draw in from now on; null for none.
    void moveTo(fcitx::InputContext *ic);
    // Forgets a ghost whose field can be drawn in no more.
    void forget() { drawn_ = false; }
    // `key` is what the pop-up says takes it.
    void show(const std::string &text, bool popup, const std::string &key);
    void hide();
    // What was shown last, on the screen still or not.
    const std::string &last() const { return last_; }

private:
    void draw(const fcitx::Text &inside, const fcitx::Text &beside);

    fcitx::TrackableObjectReference<fcitx::InputContext> ic_;
    std::string last_;
    bool drawn_ = false;
};
