#include "channel.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcitx-utils/log.h>
#include <fcitx-utils/standardpath.h>

using std::chrono::steady_clock;

namespace {

constexpr auto rest = std::chrono::seconds(3);
// More than what is around the caret, some dozens of times.
constexpr int unsent = 1 << 20;
constexpr size_t longest = 1 << 20;

std::string toLine(const Fields &fields) {
    std::string line;
    for (const auto &field : fields) {
        if (&field != &fields.front()) {
            line += '\t';
        }
        for (char c : field) {
            switch (c) {
            case '\t':
                line += "\\t";
                break;
            case '\n':
                line += "\\n";
                break;
            case '\\':
                line += "\\\\";
                break;
            default:
                line += c;
            }
        }
    }
    return line + '\n';
}

Fields fromLine(const std::string &line) {
    Fields fields(1);
    for (size_t i = 0; i < line.size(); i++) {
        if (line[i] == '\t') {
            fields.emplace_back();
        } else if (line[i] == '\\' && i + 1 < line.size()) {
            char c = line[++i];
            fields.back() += c == 't' ? '\t' : c == 'n' ? '\n' : c;
        } else {
            fields.back() += line[i];
        }
    }
    return fields;
}

// Returns the command that starts the process, one word a line.
std::vector<std::string> readCommand() {
    using fcitx::StandardPath;
    auto file = StandardPath::global().open(StandardPath::Type::PkgData, "autotype/command",
                                            O_RDONLY);
    std::vector<std::string> words;
    std::string word;
    char bytes[4096];
    ssize_t got;
    while (file.isValid() && (got = ::read(file.fd(), bytes, sizeof bytes)) > 0) {
        for (auto c = bytes; c < bytes + got; c++) {
            if (*c != '\n') {
                word += *c;
            } else if (!word.empty()) {
                words.push_back(std::move(word));
                word.clear();
            }
        }
    }
    return words;
}

// Returns the process's number; it has the socket as its standard input.
pid_t spawn(const std::vector<std::string> &command, int socket) {
    std::vector<char *> words;
    for (const auto &word : command) {
        words.push_back(const_cast<char *>(word.c_str()));
    }
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t child = -1;
    int error = posix_spawnp(&child, words[0], &actions, &attributes, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) {
        FCITX_ERROR() << "Autotype cannot be started: " << command[0];
        return -1;
    }
    return child;
}

} // namespace

Channel::Channel(fcitx::EventLoop &loop, std::function<void(const Fields &)> hear,
                 std::function<void()> ended)
    : loop_(loop), hear_(std::move(hear)), ended_(std::move(ended)) {}

Channel::~Channel() {
    // The process ends by itself when nobody listens any more.
    if (socket_ >= 0) {
        ::close(socket_);
    }
}

void Channel::open() {
    auto now = steady_clock::now();
    if (socket_ >= 0 || (started_ != steady_clock::time_point{} && now - started_ < rest)) {
        return;
    }
    started_ = now;
    auto command = readCommand();
    if (command.empty()) {
        return;
    }
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) {
        return;
    }
    setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &unsent, sizeof unsent);
    child_ = spawn(command, ends[1]);
    ::close(ends[1]);
    if (child_ < 0) {
        ::close(ends[0]);
        return;
    }
    socket_ = ends[0];
    source_ = loop_.addIOEvent(socket_, fcitx::IOEventFlag::In,
                               [this](fcitx::EventSourceIO *, int, fcitx::IOEventFlags) {
                                   read();
                                   return true;
                               });
}

void Channel::send(const Fields &fields) {
    if (socket_ < 0) {
        return;
    }
    auto line = toLine(fields);
    auto sent = ::send(socket_, line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent != static_cast<ssize_t>(line.size())) {
        close();
    }
}

bool Channel::wait(const std::function<bool()> &so, std::chrono::milliseconds longest) {
    auto end = steady_clock::now() + longest;
    while (socket_ >= 0 && !so()) {
        auto left = std::chrono::ceil<std::chrono::milliseconds>(end - steady_clock::now());
        pollfd ready{socket_, POLLIN, 0};
        if (left.count() <= 0 || poll(&ready, 1, static_cast<int>(left.count())) == 0) {
            return false;
        }
        read();
    }
    return so();
}

void Channel::read() {
    char bytes[4096];
    ssize_t got = -1;
    while (socket_ >= 0 && (got = recv(socket_, bytes, sizeof bytes, MSG_DONTWAIT)) != 0) {
        if (got < 0) {
            if (errno == EINTR) {
                continue;
            }
            if (errno == EAGAIN) {
                break;
            }
            return close();
        }
        unread_.append(bytes, static_cast<size_t>(got));
    }
    bool over = socket_ >= 0 && got == 0;
    size_t end;
    while ((end = unread_.find('\n')) != std::string::npos) {
        auto fields = fromLine(unread_.substr(0, end));
        unread_.erase(0, end + 1);
        hear_(fields);
    }
    if (over || unread_.size() > longest) {
        close();
    }
}

void Channel::close() {
    if (socket_ < 0) {
        return;
    }
    source_->setEnabled(false); // it may be the one that calls; it goes with the next process
    ::close(socket_);
    socket_ = -1;
    unread_.clear();
    kill(child_, SIGKILL); // it may hang, and must not be waited for
    waitpid(child_, nullptr, 0);
    child_ = -1;
    ended_();
}
