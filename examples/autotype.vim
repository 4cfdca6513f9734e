" Suggestions of `autotype session` in insert mode, for Vim 9 (with +channel and +textprop).
" Tab takes the suggestion, Ctrl-L its next word, Alt-Enter takes it without a space after it,
" Alt-1 to Alt-3 take a word. The command can be set before:
"   let g:autotype_command = ['autotype', 'session', '--jsonl']

let s:lines = 40          " of text that are sent along
let s:pause = 30          " milliseconds without a key before the engine is waited for
let s:shown = {}
let s:timer = -1
let s:ready = 0
set noshowmode            " the words need the line
let s:command = get(g:, 'autotype_command', ['autotype', 'session', '--jsonl'])
let s:job = job_start(s:command, #{mode: 'nl', err_io: 'null'})

hi default link AutotypeGhost Comment
call prop_type_add('autotype', #{highlight: 'AutotypeGhost'})

func s:Before() abort
  let lines = getline(max([1, line('.') - s:lines]), line('.') - 1)
  return join(lines + [strpart(getline('.'), 0, col('.') - 1)], "\n")
endfunc

func s:After() abort
  return strpart(getline('.'), col('.') - 1)
endfunc

" The first answer comes when the model is there; nobody waits for it.
func s:Ready(channel, line) abort
  let s:ready = 1
  if mode() =~# '^i' | call s:Changed() | endif
endfunc

" Say what happened and keep what is to be shown. Only “wait” waits for the engine.
func s:Say(event) abort
  if !s:ready || job_status(s:job) !=# 'run' | return {} | endif
  let line = ch_evalraw(s:job, json_encode(a:event) .. "\n", #{timeout: 5000})
  if line ==# '' | call job_stop(s:job) | return {} | endif
  let answer = json_decode(line)
  if has_key(answer, 'error') | return {} | endif
  let s:shown = answer
  return answer
endfunc

func s:Synced() abort
  return !empty(s:shown) && s:shown.before ==# s:Before() && s:shown.after ==# s:After()
endfunc

func s:Sync() abort
  if !s:Synced() | call s:Say(#{event: 'open', before: s:Before(), after: s:After()}) | endif
endfunc

" What a key puts into the text: the session knows whether a space comes before it.
func s:Insert() abort
  call s:Sync()
  let before = s:Before()
  let answer = s:Say(#{event: 'type', text: v:char})
  if get(answer, 'before', '') ==# before .. ' ' .. v:char | let v:char = ' ' .. v:char | endif
endfunc

func s:Draw() abort
  call prop_remove(#{type: 'autotype', all: v:true})
  if empty(s:shown) || mode() !~# '^i' || !s:Synced() | return | endif
  let ghost = s:shown.ghost
  if ghost ==# '' && s:shown.soft_space | let ghost = '·' | endif
  if ghost !=# ''
    call prop_add(line('.'), col('.'), #{type: 'autotype', text: ghost})
  endif
  let words = map(copy(s:shown.words), {i, word -> (i + 1) .. ' ' .. trim(word.text)})
  echo join(words, '   ')
endfunc

func s:Wait(timer) abort
  call s:Say(#{event: 'wait'})
  call s:Draw()
  redraw
endfunc

func s:Changed() abort
  call s:Sync()
  call s:Draw()
  call timer_stop(s:timer)
  let s:timer = timer_start(s:pause, function('s:Wait'))
endfunc

" Take what is offered: the text that the session has more than Vim has.
func s:Take(name, otherwise) abort
  if !s:Synced() | return a:otherwise | endif
  let before = s:Before()
  let taken = strpart(get(s:Say(#{event: 'key', name: a:name}), 'before', ''), len(before))
  call prop_remove(#{type: 'autotype', all: v:true})
  " As a paste, so that nothing is indented or wrapped, and one undo step of its own.
  let paste = "\<C-g>u\<C-r>\<C-o>=" .. json_encode(taken) .. "\<CR>\<C-g>u"
  return taken ==# '' ? a:otherwise : paste
endfunc

func s:Backspace() abort
  if !s:Synced() || !s:shown.soft_space | return "\<BS>" | endif
  call s:Say(#{event: 'key', name: 'backspace'})
  call timer_start(0, {-> s:Draw()})
  return ''
endfunc

inoremap <expr> <Tab> <SID>Take('take', "\<lt>Tab>")
inoremap <expr> <C-l> <SID>Take('take_word', '')
inoremap <expr> <M-CR> <SID>Take('take_plain', '')
inoremap <expr> <M-1> <SID>Take('word1', '')
inoremap <expr> <M-2> <SID>Take('word2', '')
inoremap <expr> <M-3> <SID>Take('word3', '')
inoremap <expr> <BS> <SID>Backspace()

augroup Autotype
  autocmd!
  autocmd InsertCharPre * call s:Insert()
  autocmd TextChangedI * call s:Changed()
  autocmd InsertLeave * call prop_remove(#{type: 'autotype', all: v:true})
augroup END
call ch_sendraw(s:job, json_encode(#{event: 'wait'}) .. "\n", #{callback: function('s:Ready')})
