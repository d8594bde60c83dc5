#compdef voxeldose
# Completion for voxeldose in zsh: voxeldose completions zsh > a folder of $fpath/_voxeldose
_voxeldose() {
    local line=${BUFFER#* } position=$((CURSOR - ${#words[1]} - 1))
    local -a found
    found=(${(f)"$(${words[1]} "[suggest:$position]" "$line" 2>/dev/null | grep -v '^/\|^-[?h]$')"})
    found=(${(M)found:#${PREFIX}*})
    if (( ${#found} )); then compadd -- $found; else _files; fi
}
if [ "$funcstack[1]" = _voxeldose ]; then _voxeldose "$@"; else compdef _voxeldose voxeldose; fi
