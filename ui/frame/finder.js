// A box that finds places as people type them. `spellings` of an option come reduced from `words/spellings.py`, and
// what is typed is reduced in the same way here; the order of fits is that of `typed_as` there.
const NOT_TYPED = /[\s'’‘·\-—.,，、()（）\p{Mn}]/gu
const plain = text => text.normalize("NFKC").normalize("NFD").toLowerCase().replace(NOT_TYPED, "")

const fit = (typed, option, insideFrom) => {
  let best = 9
  for (const key of option.spellings) {
    const at = key.indexOf(typed)
    if (at < 0 || (at && typed.length < insideFrom && /^[\x00-\x7f]*$/.test(typed))) continue
    best = Math.min(best, key === typed ? 0 : at === 0 ? 1 : 2)
  }
  if (best < 9 || !option.within) return best
  // With what it lies in before or behind it, as lists show it: several of one name are told apart so.
  const rest = option.within.reduce((left, key) =>
    left.startsWith(key) ? left.slice(key.length) : left.endsWith(key) ? left.slice(0, -key.length) : left, typed)
  if (rest && rest !== typed && option.spellings.some(key => key.startsWith(rest))) return 2
  return option.within.some(key => key.startsWith(typed)) ? 3 : 9
}

const kept = new WeakMap()

// Each list is asked for once, when somebody comes into a box that offers it. A service that was started anew, or has forgotten
// what nobody asked for, has it again when the page has been drawn again (`drawAgain`), which takes a moment.
const AGAIN_AFTER = 1500
const lists = new Map()
const read = async (address, drawAgain) => {
  const ask = () => fetch(address).then(answer => answer.ok ? answer.json() : null).catch(() => null)
  const found = await ask()
  if (found) return found
  drawAgain()
  await new Promise(done => setTimeout(done, AGAIN_AFTER))
  return ask()
}
const wanted = (address, drawAgain) => {
  if (!lists.has(address)) {
    const list = { options: null }
    list.ready = read(address, drawAgain).then(options => {
      list.options = options
      if (!options) lists.delete(address) // the next time anew
      return options
    })
    lists.set(address, list)
  }
  return lists.get(address)
}

// In a narrow window the sidebar is folded away: beyond the left edge, and what stands in it as thin as can be.
const inSight = at => at.width > 0 && at.right > 0
// Until the sidebar has come in and rests, or will not come.
const MOST_LOOKS = 60
const seen = async element => {
  let at = element.getBoundingClientRect(), before = null
  for (let looks = 0; looks < MOST_LOOKS && !(inSight(at) && at.left === before?.left); looks += 1) {
    before = at
    await new Promise(requestAnimationFrame)
    at = element.getBoundingClientRect()
  }
}

// So many rows are shown: nobody reads on, and thousands would take a while to draw.
const MOST_ROWS = 300

export default function (component) {
  const { data, parentElement, setStateValue } = component
  const root = parentElement.querySelector(".finder")
  const [label, box, input, list, said] =
    ["label", ".box", "input", "ul", ".none"].map(name => root.querySelector(name))
  // Who types before this stands behind the box (a page that is still loading) has typed all the same.
  const state = kept.get(root) ?? { open: false, active: 0, shown: [], typed: input.value !== "", told: 0, chosen: [], opening: null }
  kept.set(root, state)
  // A session that began since (of a service that was started anew) counts from nothing.
  if (data.session !== state.session) Object.assign(state, { session: data.session, told: 0 })
  // A run that began before the last choice knows nothing of it: what it says is chosen is not listened to.
  if (!(data.heard < state.told)) state.chosen = data.chosen
  const isChosen = option => state.chosen.some(one => one.id === option.id)
  const several = data.most > 1

  label.textContent = data.label
  label.hidden = data.label_hidden
  input.setAttribute("aria-label", data.label)
  list.setAttribute("aria-label", data.label)

  const say = text => { said.textContent = text }
  const rest = () => {
    state.typed = false
    const one = several ? null : state.chosen[0]
    input.value = one ? [one.name, one.detail].filter(Boolean).join(" · ") : ""
    input.placeholder = several && state.chosen.length ? "" : data.placeholder
  }
  const tell = chosen => {
    state.chosen = chosen
    rest(); drawChosen()
    state.told = Math.max(state.told, data.heard) + 1
    // Not a trigger: one is lost where another run is asked for before the run that would take it.
    setStateValue("chosen", { number: state.told, codes: chosen.map(one => one.id) })
  }

  const drawChosen = () => {
    box.querySelectorAll(".chip, .clear").forEach(one => one.remove())
    if (several) for (const one of state.chosen) {
      const chip = document.createElement("span")
      chip.className = "chip"
      chip.textContent = one.alone ?? one.name
      const remove = document.createElement("button")
      remove.type = "button"; remove.textContent = "×"
      remove.setAttribute("aria-label", data.remove.replace("{name}", chip.textContent))
      remove.onclick = () => { tell(state.chosen.filter(other => other !== one)); input.focus() }
      chip.append(remove)
      box.insertBefore(chip, input)
    }
    if (state.chosen.length) {
      const clear = document.createElement("button")
      clear.type = "button"; clear.className = "clear"; clear.textContent = "×"
      clear.setAttribute("aria-label", data.clear)
      clear.onclick = () => { tell([]); input.focus() }
      box.append(clear)
    }
  }

  const close = () => {
    state.open = false
    if (data.floats && list.matches(":popover-open")) list.hidePopover()
    list.hidden = true
    input.setAttribute("aria-expanded", "false")
    input.removeAttribute("aria-activedescendant")
    say("")
  }
  const mark = () => {
    list.querySelectorAll("li[role=option]").forEach((row, place) => {
      row.classList.toggle("active", place === state.active)
      if (place === state.active) {
        input.setAttribute("aria-activedescendant", row.id)
        row.scrollIntoView({ block: "nearest" })
      }
    })
  }
  const choose = option => {
    if (!several) tell([option])
    else if (isChosen(option)) tell(state.chosen.filter(one => one.id !== option.id))
    else if (state.chosen.length < data.most) tell([...state.chosen, option])
    else { list.replaceChildren(line(data.full, "")); say(data.full); return }
    close()
    // What leads to another page is done with when that is chosen. Left with the focus, the box would go on taking what is meant for the
    // page: its own key (an input method makes another sign of it), the space bar, the letters by which a screen reader goes from heading
    // to heading, half of a telephone for its keyboard. Tab goes on from here all the same, not from the top of the page.
    if (data.shortcut) input.blur()
  }
  const line = (text, name) => {
    const row = document.createElement("li")
    row.className = name
    row.setAttribute("role", "option")
    row.setAttribute("aria-disabled", "true")
    row.setAttribute("aria-selected", "false")
    row.textContent = text
    return row
  }
  const open = () => {
    const offered = wanted(data.options, () => setStateValue("lost", Date.now()))
    if (offered.options) show(offered.options)
    else {
      state.shown = []
      reveal([line(data.loading, "loading")])
      state.opening ??= offered.ready.then(options => {
        state.opening = null
        if (state.open) show(options) // else the reader has gone on
      })
    }
  }
  const reveal = rows => {
    list.replaceChildren(...rows)
    state.open = true
    list.hidden = false
    if (data.floats) float()
    input.setAttribute("aria-expanded", "true")
  }
  const show = options => {
    const typed = state.typed ? plain(input.value) : ""
    const fits = !typed || !options ? [] : options
      .map((option, place) => [fit(typed, option, data.inside_from), place, option])
      .filter(([rank]) => rank < 9)
      .sort((one, other) => one[0] - other[0] || one[1] - other[1])
    // The group of what fits best comes first.
    const groups = [...new Set(fits.map(([, , option]) => option.group))]
    const found = !typed ? options ?? [] : groups.flatMap(group => fits.filter(([, , option]) => option.group === group).map(([, , option]) => option))
    state.shown = found.slice(0, MOST_ROWS)
    const rows = state.shown.flatMap((option, place) => {
      const row = document.createElement("li")
      row.id = `${data.id}-${place}`
      row.setAttribute("role", "option")
      row.setAttribute("aria-selected", String(isChosen(option)))
      row.classList.toggle("chosen", isChosen(option))
      const name = document.createElement("span")
      name.textContent = option.name
      const detail = document.createElement("small")
      detail.textContent = [option.detail, option.code].filter(Boolean).join(" · ")
      row.append(name, " ", detail)
      row.onmousedown = event => event.preventDefault() // the focus stays in the box
      row.onclick = () => choose(option)
      if (!option.group || state.shown[place - 1]?.group === option.group) return [row]
      const head = document.createElement("li")
      head.className = "head"
      head.setAttribute("role", "presentation")
      head.textContent = option.group
      return [head, row]
    })
    const none = found.length ? "" : options ? data.nothing : data.unreachable
    if (none) rows.push(line(none, ""))
    const left = found.length - state.shown.length
    if (left) rows.push(line(data.more.replace("{count}", left.toLocaleString("en")), "more"))
    say(none)
    reveal(rows)
    // Where nothing is typed and nothing chosen none is marked: Enter then chooses nothing.
    state.active = typed ? 0 : state.shown.findIndex(isChosen)
    if (state.shown.length) mark()
  }

  // Over whatever would cut it off, under the box, and no lower than the window.
  const float = () => {
    const at = box.getBoundingClientRect()
    if (!list.matches(":popover-open")) list.showPopover()
    list.style.left = `${at.left}px`
    list.style.top = `${at.bottom + 2}px`
    list.style.minWidth = `${at.width}px`
    list.style.maxWidth = `${Math.max(at.width, Math.min(420, innerWidth - at.left - 8))}px`
    list.style.maxHeight = `${Math.max(120, innerHeight - at.bottom - 12)}px`
  }
  if (data.floats) {
    list.popover = "manual"
    list.classList.add("floats")
  }
  state.stop?.()
  if (data.shortcut) {
    const pressed = async event => {
      const into = event.composedPath()[0]
      const types = into instanceof HTMLElement && (into.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(into.tagName))
      if (event.key !== data.shortcut || types || event.ctrlKey || event.metaKey || event.altKey) return
      // Behind a dialog it takes no key.
      if (document.querySelector("[role=dialog][aria-modal=true], dialog[open]")) return
      const isFolded = !inSight(box.getBoundingClientRect())
      const opener = isFolded && document.querySelector("[data-testid=stExpandSidebarButton]")
      if (isFolded && !opener) return
      event.preventDefault()
      if (opener) {
        opener.click()
        await seen(box)
      }
      input.focus(); open()
    }
    document.addEventListener("keydown", pressed)
    state.stop = () => document.removeEventListener("keydown", pressed)
  }

  input.oninput = () => { state.typed = true; open() }
  input.onclick = open
  input.onfocus = () => input.select()
  input.onblur = () => { close(); rest() }
  input.onkeydown = async event => {
    if (event.isComposing) return
    if (event.key === data.shortcut && !input.value) {
      // Who is in it already (after Escape) and means to come in: it is a sign of no name.
      event.preventDefault()
      return open()
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      await state.opening
      if (!state.open) return open()
      const length = state.shown.length || 1
      state.active = state.active < 0 ? (step > 0 ? 0 : length - 1) : (state.active + step + length) % length
      mark()
    } else if (event.key === "Enter" && state.open) {
      event.preventDefault()
      await state.opening
      if (state.open && state.shown[state.active]) choose(state.shown[state.active])
    } else if (event.key === "Escape" && (state.open || state.typed)) {
      event.preventDefault(); event.stopPropagation()
      close(); rest()
    } else if (event.key === "Backspace" && several && !input.value && state.chosen.length) {
      tell(state.chosen.slice(0, -1))
    }
  }
  drawChosen()
  if (!state.open && state.typed && input.matches(":focus")) open()
  else if (!state.open) rest()
  const stop = state.stop
  return () => stop?.()
}
