// Rust's standard library on WASI: collections, strings, files, arguments, environment, exit code.
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::env;
use std::fs;
use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};
use std::path::Path;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Operator(char),
}

fn tokens(text: &str) -> Vec<Token> {
    text.split_whitespace()
        .map(|word| match word.parse::<f64>() {
            Ok(number) => Token::Number(number),
            Err(_) => Token::Operator(word.chars().next().unwrap()),
        })
        .collect()
}

fn evaluate(tokens: &[Token]) -> Option<f64> {
    let mut stack = Vec::new();
    for token in tokens {
        match token {
            Token::Number(number) => stack.push(*number),
            Token::Operator(operator) => {
                let (b, a) = (stack.pop()?, stack.pop()?);
                stack.push(match operator {
                    '+' => a + b,
                    '-' => a - b,
                    '*' => a * b,
                    '/' => a / b,
                    _ => return None,
                });
            }
        }
    }
    stack.pop()
}

fn files(folder: &Path) -> io::Result<()> {
    let name = folder.join("rust.txt");
    {
        let mut file = fs::File::create(&name)?;
        for i in 0..100 {
            writeln!(file, "row {} {:.3}", i, (i as f64).sqrt())?;
        }
    }
    let mut file = fs::OpenOptions::new().read(true).write(true).open(&name)?;
    file.seek(SeekFrom::Start(4))?;
    let mut bytes = [0u8; 6];
    file.read_exact(&mut bytes)?;
    println!("{:?} length {}", bytes, file.metadata()?.len());
    fs::create_dir_all(folder.join("a/b"))?;
    fs::rename(&name, folder.join("a/b/moved"))?;
    let mut names: Vec<_> = fs::read_dir(folder.join("a"))?
        .map(|entry| entry.map(|e| (e.file_name().into_string().unwrap(), e.file_type().unwrap().is_dir())))
        .collect::<io::Result<_>>()?;
    names.sort();
    println!("{:?}", names);
    println!("{}", fs::read_to_string(folder.join("a/b/moved"))?.lines().count());
    println!("{:?}", fs::metadata(folder.join("nothing")).map_err(|error| error.kind()).err());
    fs::remove_dir_all(folder.join("a"))?;
    Ok(())
}

fn main() {
    println!("hello from Rust, {} arguments, SHOWN={:?}", env::args().count(), env::var("SHOWN"));
    let expression = tokens("3 4 + 2 * 7 /");
    println!("{:?} = {:?}", expression, evaluate(&expression));
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut letters = HashSet::new();
    for line in io::stdin().lock().lines() {
        for word in line.unwrap().split_whitespace() {
            *counts.entry(word.to_lowercase()).or_insert(0) += 1;
            letters.extend(word.chars());
        }
    }
    let sorted: BTreeMap<_, _> = counts.into_iter().collect();
    println!("{:?} {}", sorted, letters.len());
    let mut queue: VecDeque<u64> = (1..=10).collect();
    queue.rotate_left(3);
    println!("{:?} {}", queue, queue.iter().product::<u64>());
    println!("{:08.3} {:>8} {:+e} {:#x} {:?}", 3.14159, "right", 12345.678, 255, "qu\"ote\u{e9}");
    if let Some(folder) = env::args().nth(1) {
        if let Err(error) = files(Path::new(&folder)) {
            println!("error {:?}", error.kind());
            std::process::exit(4);
        }
    }
    io::stdout().flush().unwrap();
    std::process::exit(6);
}
