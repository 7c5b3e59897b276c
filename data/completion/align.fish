# Completion of `align` for fish. `align` itself gives the words, one a line: kind, comma, word, tab and description.
function __align_complete
    set -l word (commandline -ct)
    set -l option (string match --regex -- '^--[^=]*=' $word; or echo '') # an empty list would leave out the paths
    set -l program (commandline -opc | string replace --regex -- '^~' $HOME)[1]
    for line in (env COMP_WORDS=(commandline -cp | string collect) COMP_CWORD="$word" _ALIGN_COMPLETE=fish_complete \
            $program 2> /dev/null)
        set -l fields (string split --max 1 , -- $line)
        switch $fields[1]
            case plain
                echo $fields[2]
            case dir file
                for path in (__fish_complete_path $fields[2])
                    echo $option$path
                end
        end
    end
end
complete --command align --no-files --arguments '(__align_complete)'
