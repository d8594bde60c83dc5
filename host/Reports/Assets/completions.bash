# Completion for voxeldose in bash: source <(voxeldose completions bash)
_voxeldose() {
    local word=${COMP_WORDS[COMP_CWORD]} words
    words=$("${COMP_WORDS[0]}" "[suggest:$((COMP_POINT - ${#COMP_WORDS[0]} - 1))]" "${COMP_LINE#"${COMP_WORDS[0]} "}" 2>/dev/null)
    local IFS=$'\n'
    mapfile -t COMPREPLY < <(compgen -W "$(grep -v '^/\|^-[?h]$' <<<"$words")" -- "$word")
    if [ "${#COMPREPLY[@]}" -eq 0 ]; then mapfile -t COMPREPLY < <(compgen -f -- "$word"); compopt -o filenames; fi
}
complete -F _voxeldose voxeldose
