// The process that decides what is suggested, and the lines that are exchanged with it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

#include <fcitx-utils/event.h>

using Fields = std::vector<std::string>;

// A child process on a pair of sockets: nobody else can get at them, and it ends with Fcitx.
// A line is one message: fields between tabs, in UTF-8; \t, \n and \\ stand for themselves.
class Channel {
public:
    // `hear` gets every message; `ended` is called when the process has gone.
    Channel(fcitx::EventLoop &loop, std::function<void(const Fields &)> hear,
            std::function<void()> ended);
    ~Channel();
    Channel(const Channel &) = delete;
    Channel &operator=(const Channel &) = delete;

    // Starts the process unless it runs or has been started a moment ago.
    void open();
    // Never waits: whoever does not read is done without.
    void send(const Fields &fields);
    // Hears messages until something is so, or for a time. Returns whether it is so.
    bool wait(const std::function<bool()> &so, std::chrono::milliseconds longest);

    // Ends the process.
    void close();

private:
    void read();

    fcitx::EventLoop &loop_;
    std::function<void(const Fields &)> hear_;
    std::function<void()> ended_;
    std::unique_ptr<fcitx::EventSourceIO> source_;
    std::string unread_;
    std::chrono::steady_clock::time_point started_{};
    pid_t child_ = -1;
    int socket_ = -1;
};
